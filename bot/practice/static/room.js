"use strict";
// The room: fetches what changed, draws the chat, and turns what the person does into requests.

(() => {
  const $ = (id) => document.getElementById(id);
  const { el } = Messages;
  const { ask, toast } = Dialogs;
  const WAIT = 20; // seconds that a look waits for news
  const SHOWN = 300; // messages of a chat that are drawn

  const state = { epoch: "", rev: -1, items: new Map(), people: [], group: {}, bot: {}, hints: [], quota: {} };
  let me = localStorage.getItem("practice-me") || "";
  let place = localStorage.getItem("practice-place") === "private" ? "private" : "group";
  let quoting = null;
  let editing = null;
  let timer = 0;
  let ahead = 0; // milliseconds between the room's clock and ours
  const seen = {}; // chat → rev that was looked at
  const drawn = new Map(); // id → { key, node }

  const chatId = () => (place === "group" ? state.group.id : me);
  const person = (id) => state.people.find((p) => p.user_id === id) || { user_id: id, name: "ไม่ทราบชื่อ" };
  const inside = () => state.people.filter((p) => p.inside);

  // ---- talking to the room

  async function post(act, body, raw) {
    const options = { method: "POST", headers: { "X-Practice": "1" } };
    if (raw) {
      options.body = raw;
      options.headers["Content-Type"] = raw.type || "application/octet-stream";
    } else {
      options.body = JSON.stringify(body || {});
      options.headers["Content-Type"] = "application/json";
    }
    try {
      const answer = await fetch(act, options);
      const said = await answer.json();
      if (!answer.ok) {
        toast(said.error || "ทำไม่สำเร็จ ลองอีกครั้งนะคะ");
        return null;
      }
      return said;
    } catch {
      toast("ห้องซ้อมไม่ตอบ ลองดูว่า make run ยังทำงานอยู่");
      return null;
    }
  }

  function look(after) {
    clearTimeout(timer);
    timer = setTimeout(fetchState, after);
  }

  let fetching = false;
  async function fetchState() {
    if (fetching) return;
    fetching = true;
    let pause = 0;
    try {
      const wait = document.hidden ? 0 : WAIT;
      const answer = await fetch(`state?since=${state.rev}&epoch=${encodeURIComponent(state.epoch)}&wait=${wait}`);
      if (!answer.ok) throw new Error(String(answer.status));
      take(await answer.json());
      document.body.classList.remove("offline");
      if (document.hidden) pause = 5000;
    } catch {
      document.body.classList.add("offline");
      pause = 1500;
    }
    fetching = false;
    look(pause);
  }

  function take(news) {
    if (news.epoch === state.epoch && news.rev === state.rev && !news.whole) return;
    if (news.whole) {
      state.items.clear();
      drawn.clear();
    }
    ahead = news.now - Date.now();
    for (const item of news.items) state.items.set(item.id, item);
    const { epoch, rev, people, group, bot, hints, quota } = news;
    Object.assign(state, { epoch, rev, people, group, bot, hints, quota });
    people.forEach((p, i) => (p.colour = i % 8));
    if (!people.some((p) => p.user_id === me)) me = people[people.length > 5 ? 5 : 0].user_id;
    if (place === "group" && !person(me).inside) me = inside()[0].user_id;
    draw(news.whole);
  }

  // ---- drawing

  const world = {
    get me() { return me; },
    person,
    nameOf: (id) => person(id).name,
    item: (id) => state.items.get(id),
    byQuote: (token) => [...state.items.values()].find((i) => i.quote_token === token)?.id,
    readBy: () => (place === "group" ? `อ่านแล้ว ${inside().length - 1}` : "อ่านแล้ว"),
    press,
    menu,
    goTo,
  };

  function itemsHere() {
    const here = chatId();
    return [...state.items.values()].filter((i) => i.chat === here).slice(-SHOWN);
  }

  function draw(toEnd) {
    $("name").textContent = place === "group" ? `${state.group.name} (${inside().length + (state.group.bot_inside ? 1 : 0)})` : "คุณลิขิต";
    drawTabs();
    drawHints();
    drawSpeakers();
    drawChat(toEnd);
    drawChips();
    if ($("people").open) drawPeople();
    const out = place === "group" && !person(me).inside;
    $("text").disabled = $("send").disabled = out;
  }

  function drawTabs() {
    for (const [name, chat] of [["group", state.group.id], ["private", me]]) {
      const here = name === place;
      if (here) seen[chat] = state.rev;
      const news = !here && [...state.items.values()].some((i) => i.chat === chat && i.kind === "bot" && i.rev > (seen[chat] ?? state.rev));
      seen[chat] ??= state.rev;
      const tab = $("tab-" + name);
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      tab.classList.toggle("news", news);
    }
  }

  function drawHints() {
    if ($("hints").dataset.epoch === state.epoch) return;
    $("hints").dataset.epoch = state.epoch;
    const chips = state.hints.map((hint) => {
      const chip = el("button", "hint", hint.label);
      chip.type = "button";
      chip.title = hint.text;
      chip.addEventListener("click", () => post("say", { chat: chatId(), as: me, text: hint.text }));
      return chip;
    });
    $("hints").replaceChildren(el("span", "", "ลองถาม:"), ...chips);
  }

  function drawSpeakers() {
    const focused = document.activeElement?.dataset?.speaker;
    const who = place === "group" ? inside() : state.people;
    const key = place + me + who.map((p) => p.user_id + p.name).join();
    if ($("speakers").dataset.key === key) return;
    $("speakers").dataset.key = key;
    $("speakers").replaceChildren(
      ...who.map((p) => {
        const one = el("button", "speaker", Messages.avatar(p), el("span", "", p.name));
        one.type = "button";
        one.dataset.speaker = p.user_id;
        one.title = p.position ? `${p.name} · ${p.position}` : p.name;
        one.setAttribute("role", "radio");
        one.setAttribute("aria-checked", String(p.user_id === me));
        one.tabIndex = p.user_id === me ? 0 : -1;
        one.addEventListener("click", () => speakAs(p.user_id));
        return one;
      })
    );
    const now = $("speakers").querySelector("[aria-checked=true]");
    if (now) {
      const strip = $("speakers");
      const over = now.offsetLeft - strip.offsetLeft;
      if (over < strip.scrollLeft || over + now.offsetWidth > strip.scrollLeft + strip.clientWidth)
        strip.scrollLeft = over - strip.clientWidth / 2 + now.offsetWidth / 2;
      if (focused) now.focus({ preventScroll: true });
    }
  }

  function drawChat(toEnd) {
    const box = $("chat");
    const atEnd = toEnd || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    const items = itemsHere();
    const now = Date.now() + ahead;
    const nodes = [];
    let lastDay = "";
    const sameRun = (a, b) =>
      a && b && a.kind !== "notice" && b.kind !== "notice" && !a.unsent && !b.unsent &&
      (a.kind === "bot") === (b.kind === "bot") && a.by === b.by && Messages.date(a.at) === Messages.date(b.at) && Messages.clock(a.at) === Messages.clock(b.at);
    items.forEach((item, i) => {
      const today = Messages.date(item.at);
      if (today !== lastDay) {
        lastDay = today;
        nodes.push(keep("day" + today, Messages.date(now), () => Messages.separator(item.at, now)));
      }
      const first = !sameRun(items[i - 1], item);
      const last = !sameRun(item, items[i + 1]);
      const key = [item.rev, me, first, last, place, inside().length, person(item.by).name].join();
      nodes.push(keep(item.id, key, () => Messages.row(item, world, first, last)));
    });
    if (!items.length)
      nodes.push(keep("empty", place, () => el("p", "notice", place === "group" ? "ยังไม่มีใครพูดอะไร ลองแตะตัวอย่างด้านบน" : "พิมพ์คุยกับคุณลิขิตตามลำพังได้เลย")));
    if (place === "group" && !state.group.bot_inside)
      nodes.push(keep("invite-bot", "", () => {
        const again = el("button", "again", "เชิญคุณลิขิตเข้ากลุ่มอีกครั้ง");
        again.type = "button";
        again.addEventListener("click", () => post("bring-bot"));
        return again;
      }));
    nodes.forEach((node, i) => {
      if (box.children[i] !== node) box.insertBefore(node, box.children[i] || null);
    });
    while (box.children.length > nodes.length) box.lastChild.remove();
    if (atEnd) {
      box.scrollTop = box.scrollHeight;
      $("to-end").hidden = true;
    } else if (items.length && items[items.length - 1].rev === state.rev) $("to-end").hidden = false;
  }

  function keep(id, key, makeNode) {
    const known = drawn.get(id);
    if (known && known.key === key) return known.node;
    const node = makeNode();
    drawn.set(id, { key, node });
    return node;
  }

  function drawChips() {
    const last = itemsHere().filter((i) => i.kind !== "notice").pop();
    const items = (last && last.kind === "bot" && !last.unsent && last.message.quickReply?.items) || [];
    const key = items.length ? last.id : "";
    if ($("chips").dataset.key === key) return;
    const atEnd = $("chat").scrollHeight - $("chat").scrollTop - $("chat").clientHeight < 80;
    $("chips").dataset.key = key;
    $("chips").replaceChildren(
      ...items.map(({ action }) => {
        const chip = el("button", "chip", action.label);
        chip.type = "button";
        chip.addEventListener("click", () => press(action, chip));
        return chip;
      })
    );
    if (atEnd) $("chat").scrollTop = $("chat").scrollHeight;
  }

  function goTo(id) {
    const node = $("chat").querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!node) return toast("ข้อความนั้นอยู่ไกลเกินไปแล้ว");
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("lit");
    setTimeout(() => node.classList.remove("lit"), 1400);
  }

  // ---- speaking

  function speakAs(id) {
    me = id;
    localStorage.setItem("practice-me", me);
    stopContinuing();
    if (place === "private") post("befriend", { as: me });
    draw(true);
  }

  function go(where) {
    place = where;
    localStorage.setItem("practice-place", place);
    stopContinuing();
    if (place === "private") post("befriend", { as: me });
    else if (!person(me).inside) me = inside()[0].user_id;
    draw(true);
  }

  async function send() {
    const text = $("text").value.replace(/\s+$/, "");
    if (!text.trim()) return;
    const mentions = Names.mentions(text);
    const done = editing
      ? await post("edit", { id: editing.id, text, mentions })
      : await post("say", { chat: chatId(), as: me, text, mentions, quotes: quoting?.id || null });
    if (!done) return;
    $("text").value = "";
    Names.forget();
    stopContinuing();
    grow();
    $("chat").scrollTop = $("chat").scrollHeight;
  }

  function grow() {
    const field = $("text");
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight, 132) + "px";
    $("composer").classList.toggle("filled", field.value.trim() !== "");
  }

  function continueWith(item, how) {
    quoting = how === "quote" ? item : null;
    editing = how === "edit" ? item : null;
    const [strong, span] = $("continues").querySelectorAll("strong, span");
    strong.textContent = how === "edit" ? "แก้ไขข้อความ" : "ตอบกลับ " + (item.kind === "bot" ? "คุณลิขิต" : person(item.by).name);
    span.textContent = Messages.brief(item, world);
    $("continues").hidden = false;
    if (how === "edit") {
      $("text").value = item.message.text;
      Names.remember((item.message.mention?.mentionees || []).map((m) => ({ name: item.message.text.slice(m.index, m.index + m.length), user_id: m.userId || "all" })));
      grow();
    }
    $("text").focus();
  }

  function stopContinuing() {
    if (editing) {
      $("text").value = "";
      grow();
    }
    quoting = editing = null;
    $("continues").hidden = true;
  }

  // ---- pressing

  async function press(action, node) {
    switch (action.type) {
      case "uri":
        if (/^(https?|tel|mailto):/i.test(action.uri)) window.open(action.uri, "_blank", "noopener");
        return;
      case "clipboard":
        return copy(action.clipboardText);
      case "message":
        return post("press", { chat: chatId(), as: me, action });
      case "postback":
        node?.classList.add("pressed");
        setTimeout(() => node?.classList.remove("pressed"), 400);
        await post("press", { chat: chatId(), as: me, action });
        if (action.inputOption === "openKeyboard") {
          $("text").value = action.fillInText || "";
          grow();
          $("text").focus();
        }
        return;
      case "datetimepicker": {
        const field = el("input");
        field.type = action.mode === "datetime" ? "datetime-local" : action.mode;
        for (const [theirs, ours] of [["initial", "value"], ["min", "min"], ["max", "max"]])
          if (action[theirs]) field[ours] = action[theirs].replace("t", "T");
        field.setAttribute("aria-label", action.label);
        if ((await ask(action.label || "เลือกวัน", field)) && field.value)
          post("press", { chat: chatId(), as: me, action: { ...action, params: { [action.mode]: field.value } } });
        return;
      }
      case "camera":
      case "cameraRoll":
        return $("file").click();
    }
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast("คัดลอกแล้ว");
    } catch {
      toast("เบราว์เซอร์ไม่ให้คัดลอก");
    }
  }

  // ---- the menu of a message

  function menu(item, opener) {
    const mine = item.kind === "said" && item.by === me;
    const does = [["ตอบกลับ", () => continueWith(item, "quote")]];
    if (item.message.text || item.message.altText) does.push(["คัดลอก", () => copy(Messages.brief(item, world))]);
    if (mine && item.message.type === "text" && place === "group") does.push(["แก้ไข", () => continueWith(item, "edit")]);
    if (mine) does.push(["ยกเลิกข้อความ", () => unsend(item)]);
    Dialogs.menu(opener, $("phone"), does);
  }

  async function unsend(item) {
    if (await ask("ยกเลิกข้อความนี้? คุณลิขิตจะลืมเรื่องที่จดจากข้อความนี้ด้วย")) post("unsend", { id: item.id });
  }

  // ---- people, questions, news

  function drawPeople() {
    const rows = state.people.map((p) => {
      const words = el("span", "words", el("strong", "", p.name), el("small", "", p.position || ""));
      const turn = el("button", "", p.inside ? "นำออก" : "เพิ่มกลับ");
      turn.type = "button";
      turn.setAttribute("aria-label", `${turn.textContent} ${p.name}`);
      turn.addEventListener("click", () => post(p.inside ? "put-out" : "bring", { user_id: p.user_id }));
      const row = el("li", p.inside ? "" : "gone", Messages.avatar(p), words, turn);
      return row;
    });
    const turn = el("button", "", state.group.bot_inside ? "นำออก" : "เพิ่มกลับ");
    turn.type = "button";
    turn.setAttribute("aria-label", `${turn.textContent} คุณลิขิต`);
    turn.addEventListener("click", () => post(state.group.bot_inside ? "put-out-bot" : "bring-bot"));
    rows.unshift(el("li", state.group.bot_inside ? "" : "gone", Messages.avatar({ bot: true, name: "คุณลิขิต" }), el("span", "words", el("strong", "", "คุณลิขิต"), el("small", "", "บัญชีทางการ")), turn));
    $("people-list").replaceChildren(...rows);
    const { used, limit } = state.quota;
    $("quota").textContent = limit === null ? `ข้อความที่นับเงินเดือนนี้ ${used}` : `ข้อความที่นับเงินเดือนนี้ ${used} จาก ${limit} (การตอบกลับไม่นับ)`;
  }

  // ---- set up

  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  $("text").addEventListener("input", grow);
  $("text").addEventListener("keydown", (event) => {
    if (event.isComposing || Names.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") stopContinuing();
  });
  $("continues").querySelector("button").addEventListener("click", stopContinuing);
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => {
    const file = $("file").files[0];
    if (file) {
      const query = new URLSearchParams({ chat: chatId(), as: me, name: file.name });
      post("attach?" + query, null, file);
    }
    $("file").value = "";
  });
  $("sticker").addEventListener("click", () => post("sticker", { chat: chatId(), as: me }));
  $("tab-group").addEventListener("click", () => go("group"));
  $("tab-private").addEventListener("click", () => go("private"));
  $("tabs").addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      go(place === "group" ? "private" : "group");
      $("tab-" + place).focus();
    }
  });
  $("speakers").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...$("speakers").children].map((n) => n.dataset.speaker);
    speakAs(all[(all.indexOf(me) + step + all.length) % all.length]);
  });
  $("open-people").addEventListener("click", () => {
    drawPeople();
    $("people").showModal();
  });
  $("people").querySelector("[data-close]").addEventListener("click", () => $("people").close());
  $("people").addEventListener("click", (event) => {
    if (event.target === $("people")) $("people").close();
  });
  $("invite").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await post("invite", { name: $("invite-name").value })) $("invite-name").value = "";
  });
  $("restart").addEventListener("click", async () => {
    if (await ask("ล้างบทสนทนาแล้วเริ่มใหม่? เรื่องที่คุณลิขิตจดไว้แล้วยังอยู่")) {
      me = "";
      post("clear");
    }
  });
  $("to-end").addEventListener("click", () => {
    $("chat").scrollTop = $("chat").scrollHeight;
    $("to-end").hidden = true;
  });
  $("chat").addEventListener("scroll", () => {
    Dialogs.closeMenu();
    const box = $("chat");
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 80) $("to-end").hidden = true;
  });
  // a long press on a phone, the right button of a mouse
  $("chat").addEventListener("contextmenu", (event) => {
    const row = event.target.closest(".row");
    const opener = row?.querySelector(".more");
    if (!opener || event.target.closest("a")) return;
    event.preventDefault();
    opener.click();
  });
  document.addEventListener("visibilitychange", () => !document.hidden && look(0));
  Names.setUp($("text"), $("names"), () => {
    if (place !== "group") return [];
    const others = inside().filter((p) => p.user_id !== me);
    const bot = state.group.bot_inside ? [{ user_id: state.bot.id, name: state.bot.name, bot: true }] : [];
    return [...bot, ...others, { user_id: "all", name: "All" }];
  });
  fetchState();
})();
