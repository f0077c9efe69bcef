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
