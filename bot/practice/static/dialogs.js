"use strict";
// Questions, passing news, and the menu of a message.

const Dialogs = (() => {
  const $ = (id) => document.getElementById(id);
  let open = null;
  let timer = 0;

  // Asks for a yes, with an input where one is given; true for yes.
  function ask(words, field) {
    const dialog = $("ask");
    $("ask-text").textContent = words;
    $("ask-field").replaceChildren(...(field ? [field] : []));
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
  }

  function toast(words) {
    $("toast").textContent = words;
    $("toast").classList.add("on");
    clearTimeout(timer);
    timer = setTimeout(() => $("toast").classList.remove("on"), 3500);
  }

  function closeMenu(back) {
    if (!open) return;
    open.node.remove();
    if (back) open.opener.focus();
    open = null;
  }

  // Shows choices, each [words, what it does], beside what opened them and inside the frame.
  function menu(opener, frame, choices) {
    closeMenu();
    const node = document.createElement("div");
    node.className = "menu";
    node.setAttribute("role", "menu");
    for (const [words, act] of choices) {
      const one = document.createElement("button");
      one.type = "button";
      one.textContent = words;
      one.setAttribute("role", "menuitem");
      one.addEventListener("click", () => {
        closeMenu();
        act();
      });
      node.append(one);
    }
    node.addEventListener("keydown", (event) => {
      const all = [...node.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
      } else if (event.key === "Escape" || event.key === "Tab") {
        event.preventDefault();
        closeMenu(true);
      }
    });
    document.body.append(node);
    const at = opener.getBoundingClientRect();
    const edge = frame.getBoundingClientRect();
    const left = Math.min(Math.max(edge.left + 8, at.left - node.offsetWidth / 2), edge.right - node.offsetWidth - 8);
    const below = at.bottom + 4 + node.offsetHeight < window.innerHeight;
    node.style.left = left + "px";
    node.style.top = (below ? at.bottom + 4 : Math.max(8, at.top - node.offsetHeight - 4)) + "px";
    open = { node, opener };
    node.firstChild.focus();
  }

  document.addEventListener("pointerdown", (event) => {
    if (open && !open.node.contains(event.target)) closeMenu();
  });

  return { ask, toast, menu, closeMenu };
})();
