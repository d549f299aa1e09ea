"use strict";
// The list that opens after @, and the mentions that were chosen from it.

const Names = (() => {
  let field, list, options;
  let shown = [];
  let active = -1;
  let start = -1;
  let chosen = [];

  function setUp(textarea, listbox, people) {
    field = textarea;
    list = listbox;
    options = people;
    field.addEventListener("input", look);
    field.addEventListener("click", look);
    field.addEventListener("blur", () => setTimeout(close, 150));
  }

  const open = () => !list.hidden;

  function look() {
    const before = field.value.slice(0, field.selectionStart);
    const at = before.lastIndexOf("@");
    const typed = at < 0 ? "" : before.slice(at + 1);
    if (at < 0 || /\n/.test(typed) || typed.length > 20) return close();
    const found = options().filter((p) => p.name.toLowerCase().includes(typed.toLowerCase()));
    if (!found.length || found.some((p) => typed === p.name + " ")) return close();
    start = at;
    show(found);
  }

  function show(found) {
    shown = found.slice(0, 8);
    list.replaceChildren(
      ...shown.map((person, i) => {
        const item = document.createElement("li");
        item.id = "name-" + i;
        item.setAttribute("role", "option");
        item.append(Messages.avatar(person), Object.assign(document.createElement("span"), { textContent: person.name }));
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          pick(i);
        });
        return item;
      })
    );
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(0);
  }

  function mark(i) {
    active = (i + shown.length) % shown.length;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
    field.setAttribute("aria-activedescendant", "name-" + active);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (!list || list.hidden) return;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function pick(i) {
    const person = shown[i];
    const word = "@" + person.name;
    const end = field.selectionStart;
    field.value = field.value.slice(0, start) + word + " " + field.value.slice(end);
    field.selectionStart = field.selectionEnd = start + word.length + 1;
    chosen.push({ name: word, user_id: person.user_id });
    close();
    field.focus();
    field.dispatchEvent(new Event("input"));
    close();
  }

  // True when the key belonged to the list.
  function key(event) {
    if (!open()) return false;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" || event.key === "Tab") pick(active);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  }

  // The chosen names that still stand in the text, in its order.
  function mentions(text) {
    const found = [];
    const left = [...chosen];
    for (const match of text.matchAll(/@/g)) {
      const fits = left
        .map((m, i) => [m, i])
        .filter(([m]) => text.startsWith(m.name, match.index))
        .sort(([a], [b]) => b.name.length - a.name.length)[0];
      if (fits) found.push(...left.splice(fits[1], 1));
    }
    return found;
  }

  const forget = () => { chosen = []; close(); };
  const remember = (given) => { chosen = [...given]; };

  return { setUp, key, open, close, mentions, forget, remember };
})();
