// Runs last, when everything that draws has come.
(function () {
  "use strict";

  const entry = document.getElementById("react-entry-point");
  if (!window.DashRenderer || !window.portal) {
    return;  // A script did not come, which boot.js has told.
  }
  window.portalStart.entry = entry;
  window.renderer = new window.DashRenderer();
  // Where the page is seen already, it is made live beside the document, and takes its place at
  // once (assets/js/waiting.js): nothing of it is laid out twice, and nothing stands there twice.
  if (document.getElementById("first-view")) {
    entry.remove();
  }
})();
