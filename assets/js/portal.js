/* What every page does in the browser. */

(function () {
  "use strict";

  /* Open a link to another view of the same page in place: the page's own Location takes it. */
  function openView(event) {
    var link = event.target.closest("a.view-link");
    var isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
    if (!link || !isPlain) {
      return;
    }
    var location = document.querySelector("[data-view-location]");
    event.preventDefault();
    var dialog = link.closest("dialog");
    if (dialog) {
      dialog.close();
    }
    window.dash_clientside.set_props(location.dataset.viewLocation, { search: link.search });
  }

  /* Open the dialog that a button names: the browser gives the button the keyboard back after it. */
  function openDialog(event) {
    var button = event.target.closest("[data-opens]");
    if (button) {
      document.getElementById(button.dataset.opens).showModal();
    }
  }

  function nextTheme() {
    var root = document.documentElement;
    return root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  }

  function turnTheme() {
    var theme = nextTheme();
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.cookie = "theme=" + theme + "; path=/; max-age=31536000; samesite=lax";
  }

  /* The browser looks for the part that an address names before the page is drawn: find it once
     it is, with the keyboard on what can be done there. */
  function reachAnchor() {
    var name = decodeURIComponent(window.location.hash.slice(1));
    var waiting = new MutationObserver(reach);
    function reach() {
      var part = document.getElementById(name);
      if (part) {
        waiting.disconnect();
        part.scrollIntoView({ block: "center" });
        var action = part.querySelector("a.btn-primary, button.btn-primary");
        if (action) {
          action.focus({ preventScroll: true });
        }
      }
    }
    waiting.observe(document.body, { childList: true, subtree: true });
    window.setTimeout(waiting.disconnect.bind(waiting), 10000);
    reach();
  }

  if (window.location.hash && document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", reachAnchor);
  } else if (window.location.hash) {
    reachAnchor();
  }

  /* Whoever sits down next finds nothing of what was typed in this tab. */
  document.addEventListener("submit", function (event) {
    if (/\/sign-out$/.test(event.target.action)) {
      window.sessionStorage.clear();
    }
  });

  document.addEventListener("click", function (event) {
    openView(event);
    openDialog(event);
    if (event.target.closest(".reload-link")) {
      event.preventDefault();
      window.location.reload();
    }
    if (event.target.closest(".theme-button")) {
      turnTheme();
    }
  });
})();
