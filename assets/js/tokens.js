/* The token that a form is sent with, from its cookie: dashboard/components/tokens.py says why. */

(function () {
  "use strict";

  window.portalToken = function () {
    var found = /(?:^|; )_csrf_token=([^;]*)/.exec(document.cookie);
    return found ? decodeURIComponent(found[1]) : "";
  };

  document.addEventListener(
    "submit",
    function (event) {
      var field = event.target.elements.namedItem("csrf_token");
      if (field) {
        field.value = window.portalToken();
      }
    },
    true
  );
})();
