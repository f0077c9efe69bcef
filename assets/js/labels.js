/* Dash's lists are named by what is chosen in them; the label above one is said first. And each is
   reached by the keyboard once: what hides before it only hands the keyboard on. */

(function () {
  "use strict";

  function name() {
    document.querySelectorAll("label[for]").forEach(function (label) {
      var list = document.getElementById(label.htmlFor);
      var names = list && list.matches(".dash-dropdown") && list.getAttribute("aria-labelledby");
      if (names) {
        label.id = label.id || label.htmlFor + "-label";
        if (names.indexOf(label.id) < 0) {
          list.setAttribute("aria-labelledby", label.id + " " + names);
        }
      }
    });
  }

  function passHidden() {
    document.querySelectorAll(".dash-dropdown-focus-target").forEach(function (hidden) {
      hidden.tabIndex = -1;
    });
  }

  function mend() {
    name();
    passHidden();
  }

  var pending = null;
  new MutationObserver(function () {
    window.cancelAnimationFrame(pending);
    pending = window.requestAnimationFrame(mend);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
