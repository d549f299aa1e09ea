"use strict";
// Draws LINE's Flex messages. Sizes as in line-platform.md, "Drawing a Flex message".
// Everything is set as text or style, never as HTML: what the bot sends is data.

const Flex = (() => {
  const TEXT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
  const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
  const BUBBLE = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 500 };
  const PADDING = { nano: 10, micro: 10, deca: 13, hecto: 13, kilo: 13, mega: 20, giga: 20 };
  const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
  const RADIUS = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
  const BORDER = { none: "0", light: ".5px", normal: "1px", medium: "2px", "semi-bold": "3px", bold: "4px" };
  const ALIGN = { start: "left", center: "center", end: "right" };
  const SIDE = { top: "flex-start", center: "center", bottom: "flex-end" };

  const length = (value, table) =>
    value === undefined ? null : table[value] !== undefined ? table[value] + "px" : String(value);
  const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });

  // ---- parts

  function text(part, press) {
    const node = make("div", "flex-text");
    const style = node.style;
    style.fontSize = length(part.size || "md", TEXT);
    if (part.color) style.color = part.color;
    if (part.weight === "bold") style.fontWeight = "700";
    if (part.style === "italic") style.fontStyle = "italic";
    if (part.decoration) style.textDecoration = part.decoration;
    if (part.align) style.textAlign = ALIGN[part.align];
    if (part.lineSpacing) style.lineHeight = `calc(1.5em + ${part.lineSpacing})`;
    if (part.wrap) {
      node.classList.add("wrap");
      if (part.maxLines) {
        node.classList.add("clamp");
        style.webkitLineClamp = part.maxLines;
        if (part.text) requestAnimationFrame(() => shorten(node, part.text));
      }
    }
    if (part.contents && part.contents.length) {
      for (const span of part.contents) {
        const one = document.createElement("span");
        one.textContent = span.text;
        if (span.size) one.style.fontSize = length(span.size, TEXT);
        if (span.color) one.style.color = span.color;
        if (span.weight) one.style.fontWeight = span.weight === "bold" ? "700" : "400";
        if (span.style) one.style.fontStyle = span.style;
        if (span.decoration) one.style.textDecoration = span.decoration;
        node.append(one);
      }
    } else {
      node.textContent = part.text;
    }
    return pressable(node, part.action, press);
  }

  // Cuts a text of limited lines for good: the marks of a hidden Thai line would show below the last one.
  function shorten(node, text) {
    const fits = () => node.scrollHeight <= node.clientHeight + 1;
    if (!node.isConnected || fits()) return;
    const letters = [...new Intl.Segmenter("th").segment(text)].map((s) => s.segment);
    let low = 0;
    let high = letters.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      node.textContent = letters.slice(0, middle).join("").trimEnd() + "…";
      if (fits()) low = middle;
      else high = middle - 1;
    }
    node.textContent = letters.slice(0, low).join("").trimEnd() + "…";
  }

  function button(part, press) {
    const node = make("button", `flex-button ${part.style || "link"} ${part.height || "md"}`);
    node.type = "button";
    const label = make("span", "label");
    label.textContent = part.action.label || "";
    node.append(label);
    if (part.color) node.style[part.style && part.style !== "link" ? "backgroundColor" : "color"] = part.color;
    node.addEventListener("click", () => press(part.action, node));
    return node;
  }

  function image(part, press) {
    const frame = make("div", "flex-image");
    const size = part.size || "md";
    if (size === "full") frame.style.width = "100%";
    else frame.style.width = length(size, IMAGE);
    const [w, h] = (part.aspectRatio || "1:1").split(":");
    frame.style.aspectRatio = `${w} / ${h}`;
    frame.style.margin = { start: "0 auto 0 0", end: "0 0 0 auto" }[part.align] || "0 auto";
    if (part.backgroundColor) frame.style.backgroundColor = part.backgroundColor;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.referrerPolicy = "no-referrer";
    picture.style.objectFit = part.aspectMode === "cover" ? "cover" : "contain";
    picture.src = part.url;
    frame.append(picture);
    return pressable(frame, part.action, press);
  }

  function box(part, press) {
    const node = make("div", `flex-box ${part.layout}`);
    const style = node.style;
    const padding = { Top: "Top", Bottom: "Bottom", Start: "Left", End: "Right" };
    if (part.paddingAll !== undefined) style.padding = length(part.paddingAll, SPACE);
    for (const [theirs, ours] of Object.entries(padding))
      if (part["padding" + theirs] !== undefined) style["padding" + ours] = length(part["padding" + theirs], SPACE);
    if (part.backgroundColor) style.backgroundColor = part.backgroundColor;
    if (part.background && part.background.type === "linearGradient") {
      const g = part.background;
      const middle = g.centerColor ? `, ${g.centerColor} ${g.centerPosition || "50%"}` : "";
      style.backgroundImage = `linear-gradient(${g.angle}, ${g.startColor}${middle}, ${g.endColor})`;
    }
    if (part.borderWidth || part.borderColor)
      style.border = `${BORDER[part.borderWidth] || part.borderWidth || "1px"} solid ${part.borderColor || "#000000"}`;
    if (part.cornerRadius) {
      style.borderRadius = length(part.cornerRadius, RADIUS);
      style.overflow = "hidden";
    }
    for (const name of ["width", "height", "maxWidth", "maxHeight"]) if (part[name]) style[name] = part[name];
    if (part.justifyContent) style.justifyContent = part.justifyContent;
    if (part.alignItems) style.alignItems = part.alignItems;
    let first = true;
    for (const child of part.contents || []) {
      const drawn = component(child, press);
      if (!drawn) continue;
      place(drawn, child, part, first);
      node.append(drawn);
      if (child.position !== "absolute") first = false;
    }
    return pressable(node, part.action, press);
  }

  // How a component sits in its box: its share of the room, its distance to the one before it.
  function place(node, child, parent, first) {
    const across = parent.layout !== "vertical";
    const style = node.style;
    let share = child.flex;
    if (share === undefined) share = across ? (child.type === "icon" || child.width ? 0 : 1) : 0;
    if (child.type === "separator") share = 0;
    if (child.type === "filler" && child.flex === undefined) share = 1;
    style.flex = share > 0 ? `${share} ${across ? 1 : 0} ${across ? "0px" : "auto"}` : `0 ${across ? 1 : 0} auto`;
    if (across && share > 0) style.minWidth = "0";
    if (!first) {
      const gap = length(child.margin !== undefined ? child.margin : parent.spacing, SPACE);
      if (gap) style[across ? "marginLeft" : "marginTop"] = gap;
    }
    if (child.gravity && parent.layout === "horizontal") style.alignSelf = SIDE[child.gravity];
    if (child.position === "absolute") style.position = "absolute";
    for (const [theirs, ours] of [["Top", "top"], ["Bottom", "bottom"], ["Start", "left"], ["End", "right"]])
      if (child["offset" + theirs] !== undefined) {
        style.position = style.position || "relative";
        style[ours] = length(child["offset" + theirs], SPACE);
      }
  }

  function component(part, press) {
    switch (part.type) {
      case "box": return box(part, press);
      case "text": return text(part, press);
      case "button": return button(part, press);
      case "image": return image(part, press);
      case "icon": {
        const node = image({ ...part, size: undefined }, press);
        node.style.width = length(part.size || "md", TEXT);
        node.style.margin = "0";
        return node;
      }
      case "separator": {
        const node = make("hr", "flex-separator");
        if (part.color) node.style.backgroundColor = part.color;
        return node;
      }
      case "filler": return make("div", "flex-filler");
      case "video": return component(part.altContent, press);
      default: return null;
    }
  }

  function pressable(node, action, press) {
    if (!action) return node;
    node.classList.add("pressable");
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    if (action.label) node.setAttribute("aria-label", action.label);
    const go = (event) => {
      event.stopPropagation();
      press(action, node);
    };
    node.addEventListener("click", go);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go(event);
      }
    });
    return node;
  }

  // ---- bubbles

  function bubble(b, press) {
    const size = b.size || "mega";
    const node = make("div", `flex-bubble ${size}`);
    node.style.width = BUBBLE[size] + "px";
    if (b.direction === "rtl") node.dir = "rtl";
    let before = false;
    for (const name of ["header", "hero", "body", "footer"]) {
      const part = b[name];
      if (!part) continue;
      const block = make("div", `flex-block ${name}`);
      const style = (b.styles || {})[name] || {};
      if (style.backgroundColor) block.style.backgroundColor = style.backgroundColor;
      if (style.separator && before) block.style.borderTop = `1px solid ${style.separatorColor || "#d4d6da"}`;
      const drawn = component(part, press);
      if (drawn) {
        if (name !== "hero" && !drawn.style.padding) {
          const inner = name === "footer" ? 10 : PADDING[size];
          for (const [side, own] of [["Top", "Top"], ["Bottom", "Bottom"], ["Left", "Start"], ["Right", "End"]])
            if (part["padding" + own] === undefined) drawn.style["padding" + side] = inner + "px";
        }
        block.append(drawn);
        node.append(block);
        before = true;
      }
    }
    return pressable(node, b.action, press);
  }

  // `press(action, node)` is called when something with an action is pressed.
  function draw(contents, press) {
    if (contents.type !== "carousel") return bubble(contents, press);
    const row = make("div", "flex-carousel");
    row.tabIndex = 0;
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", `การ์ด ${contents.contents.length} ใบ เลื่อนดูได้`);
    for (const b of contents.contents) row.append(bubble(b, press));
    return row;
  }

  return { draw };
})();
