/* Dash's lists are named by what is chosen in them; the label above one is said first. */

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

  var pending = null;
  new MutationObserver(function () {
    window.cancelAnimationFrame(pending);
    pending = window.requestAnimationFrame(name);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
