"use strict";
// Draws what stands in a chat: bubbles of people and of the bot, notices, days.

const Messages = (() => {
  const COLOURS = ["#d9775f", "#4f8a8b", "#8a6fb0", "#c08a2e", "#5b7fb5", "#b0617f", "#6a9a4f", "#7d7263"];
  const DAY = new Intl.DateTimeFormat("th-TH", { timeZone: "Asia/Bangkok", weekday: "short", day: "numeric", month: "short" });
  const DATE = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Bangkok" });
  const TIME = new Intl.DateTimeFormat("th-TH", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit", hour12: false });
  const PEN = "M11 29l3-9 11-11 6 6-11 11zM24 10l6 6M14 20l6 6";

  const el = (tag, name, ...inside) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  };

  const date = (ms) => DATE.format(ms);
  const clock = (ms) => TIME.format(ms);

  function day(ms, now) {
    const that = date(ms);
    if (that === date(now)) return "วันนี้";
    if (that === date(now - 864e5)) return "เมื่อวานนี้";
    return DAY.format(ms);
  }

  // The letter on an avatar: the first consonant of what a person is called, without พี่ or ป้า.
  function initial(name) {
    const called = name.replace(/^(พี่|ป้า|น้า|ลุง|น้อง|คุณ)(?=.)/, "").replace(/^[เแโใไ]/, "");
    return (called.match(/[\p{L}\p{N}]/u) || ["?"])[0].toUpperCase();
  }

  function avatar(person) {
    const node = el("span", "avatar");
    node.setAttribute("aria-hidden", "true");
    if (person.bot) {
      node.classList.add("bot");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 40 40");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", PEN);
      svg.append(path);
      node.append(svg);
    } else if (person.user_id === "all") {
      node.textContent = "@";
      node.style.backgroundColor = "#6b7785";
    } else {
      node.textContent = initial(person.name);
      let sum = 0;
      for (const c of person.user_id) sum = (sum * 31 + c.charCodeAt(0)) >>> 0;
      node.style.backgroundColor = COLOURS[person.colour ?? sum % COLOURS.length];
    }
    return node;
  }

  // ---- text

  const ADDRESS = /https?:\/\/[^\s<>"]+/g;

  function withLinks(into, text) {
    let from = 0;
    for (const match of text.matchAll(ADDRESS)) {
      into.append(text.slice(from, match.index));
      const link = el("a", "", match[0]);
      link.href = match[0];
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      into.append(link);
      from = match.index + match[0].length;
    }
    into.append(text.slice(from));
  }

  function textOf(message, world) {
    const node = el("div", "bubble text");
    const said = message.text || "";
    if (message.type === "textV2") {
      for (const piece of said.split(/(\{\{|\}\}|\{[0-9A-Za-z_]{1,20}\})/)) {
        const key = /^\{(\w+)\}$/.exec(piece);
        const put = key && (message.substitution || {})[key[1]];
        if (piece === "{{" || piece === "}}") node.append(piece[0]);
        else if (put && put.type === "mention") {
          const whom = put.mentionee.type === "all" ? "All" : world.nameOf(put.mentionee.userId);
          node.append(el("span", "mention", "@" + whom));
        } else withLinks(node, piece);
      }
      return node;
    }
    const mentionees = ((message.mention || {}).mentionees || []).slice().sort((a, b) => a.index - b.index);
    let from = 0;
    for (const m of mentionees) {
      withLinks(node, said.slice(from, m.index));
      node.append(el("span", "mention", said.slice(m.index, m.index + m.length)));
      from = m.index + m.length;
    }
    withLinks(node, said.slice(from));
    return node;
  }

  // What a message says in one line, for quotes.
  function brief(item, world) {
    if (!item) return "ข้อความที่ไม่อยู่แล้ว";
    if (item.unsent) return "ข้อความที่ถูกยกเลิก";
    const message = item.message;
    if (message.type === "textV2")
      return message.text.replace(/\{(\w+)\}/g, (all, key) => {
        const put = (message.substitution || {})[key];
        return put && put.mentionee && put.mentionee.userId ? "@" + world.nameOf(put.mentionee.userId) : all;
      });
    return message.text || message.altText || message.fileName || { image: "รูปภาพ", sticker: "สติกเกอร์" }[message.type] || "ไฟล์";
  }

  function quoteOf(item, world) {
    const token = item.message.quoteToken;
    const id = item.kind === "bot" ? token && world.byQuote(token) : item.message.quotedMessageId;
    if (!id) return null;
    const original = world.item(id);
    const who = !original ? "" : original.kind === "bot" ? "คุณลิขิต" : world.nameOf(original.by);
    const node = el("button", "quote", el("strong", "", who), el("span", "", brief(original, world)));
    node.type = "button";
    node.addEventListener("click", () => world.goTo(id));
    return node;
  }

  // ---- others

  function size(bytes) {
    return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  function mediaOf(item) {
    const message = item.message;
    if (message.type === "image") {
      const picture = el("img", "picture");
      picture.src = item.kind === "bot" ? message.previewImageUrl : "content/" + item.id;
      picture.alt = "รูปภาพ";
      return picture;
    }
    if (message.type === "sticker") {
      const node = el("div", "sticker", "👍");
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", "สติกเกอร์");
      return node;
    }
    const link = el("a", "bubble file", el("span", "sheet", ""), el("span", "", el("strong", "", message.fileName || "ไฟล์"), el("small", "", size(message.fileSize || 0))));
    link.href = "content/" + item.id;
    link.download = message.fileName || "file";
    return link;
  }

  function bodyOf(item, world) {
    const message = item.message;
    if (message.type === "flex") {
      const card = Flex.draw(message.contents, (action, node) => world.press(action, node));
      const frame = el("div", "card", card);
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", message.altText);
      return frame;
    }
    const body = message.type === "text" || message.type === "textV2" ? textOf(message, world) : mediaOf(item);
    const quote = quoteOf(item, world);
    if (quote) body.prepend(quote);
    return body;
  }

  // One item as a row. `first` and `last` say where it stands among messages of one person in one minute.
  function row(item, world, first, last) {
    if (item.kind === "notice") return el("p", "notice", item.message.text);
    if (item.unsent) return el("p", "notice", `${world.nameOf(item.by)} ยกเลิกข้อความแล้ว`);
    const mine = item.kind !== "bot" && item.by === world.me;
    const node = el("article", "row " + (mine ? "mine" : "theirs") + (first ? " first" : "") + (item.message.type === "flex" ? " wide" : ""));
    node.dataset.id = item.id;
    const person = item.kind === "bot" ? { bot: true, name: "คุณลิขิต", user_id: "" } : world.person(item.by);
    node.setAttribute("aria-label", mine ? "ฉัน" : person.name);
    if (!mine) node.append(first ? avatar(person) : el("span", "avatar none"));
    const column = el("div", "column");
    if (!mine && first) column.append(el("span", "who", person.name));
    const line = el("div", "line");
    const body = bodyOf(item, world);
    body.classList.add("body");
    const meta = el("span", "meta");
    if (item.state === "failed") meta.append(el("span", "failed", "ส่งไม่ถึงบอต"));
    if (item.edited) meta.append(el("span", "", "แก้ไขแล้ว"));
    if (mine && item.state === "sent" && last) meta.append(el("span", "", world.readBy(item)));
    if (last) meta.append(el("time", "", clock(item.at)));
    line.append(body);
    if (item.kind !== "shown") {
      const more = el("button", "more", "⋯");
      more.type = "button";
      more.setAttribute("aria-label", "ตัวเลือกของข้อความ");
      more.setAttribute("aria-haspopup", "menu");
      more.addEventListener("click", () => world.menu(item, more));
      meta.prepend(more);
    }
    line.append(meta);
    column.append(line);
    node.append(column);
    return node;
  }

  const separator = (ms, now) => el("p", "day", el("span", "", day(ms, now)));

  return { row, separator, avatar, brief, date, clock, el };
})();
