/* Menus: one is open at a time, Escape and whatever is done elsewhere close it, arrows move in it. */

(function () {
  "use strict";

  var ENTRIES = "a[href], button:not(:disabled), input:not(:disabled)";
  /* What is chosen in these leads elsewhere; in others several boxes may be checked. */
  var CHOICE = ".dropdown-menu a, .dropdown-menu button, .sort-menu a";

  function openMenu() {
    return document.querySelector("details.menu[open]");
  }

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target) || event.target.closest(CHOICE)) {
        menu.open = false;
      }
    });
  });

  document.addEventListener("keydown", function (event) {
    var menu = openMenu();
    if (!menu) {
      return;
    }
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (/^Arrow(Up|Down)$/.test(event.key) && menu.contains(event.target)) {
      event.preventDefault();
      move(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });

  function move(menu, by) {
    var entries = Array.from(menu.querySelectorAll(ENTRIES));
    var at = entries.indexOf(document.activeElement);
    var next = at < 0 && by < 0 ? entries.length - 1 : at + by;
    if (entries[next]) {
      entries[next].focus();
    }
  }

  /* Whoever goes on by keyboard leaves it behind. */
  document.addEventListener("focusin", function (event) {
    var menu = openMenu();
    if (menu && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
})();
