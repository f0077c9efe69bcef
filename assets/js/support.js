/* Has the menu's way to support say which subscription is looked at (PRF-6). */

(function () {
  "use strict";

  document.addEventListener(
    "click",
    function (event) {
      var link = event.target.closest ? event.target.closest("a.support-link") : null;
      var found = /^\/subscriptions\/([\w-]+)$/.exec(window.location.pathname);
      if (link) {
        link.href = "/support" + (found ? "?subscription=" + encodeURIComponent(found[1]) : "");
      }
    },
    true
  );
})();
