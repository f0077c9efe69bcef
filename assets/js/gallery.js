/* Pictures: fetched when they come near, enlarged in a dialog, and videos that say when they fail. */

(function () {
  "use strict";

  var LEAST_SWIPE = 40;
  /* The pictures of the open dialog, as their buttons, and the one that is shown. */
  var shown = [];
  var place = 0;
  var touchedAt = null;

  /* The browser decides when a picture is near; it must know so before it knows the address. */
  function load(picture) {
    if (picture.getAttribute("src") !== picture.dataset.src) {
      picture.loading = "lazy";
      picture.decoding = "async";
      picture.src = picture.dataset.src;
    }
  }

  function look(part) {
    if (part.nodeType === Node.ELEMENT_NODE) {
      if (part.matches("img[data-src]")) {
        load(part);
      }
      part.querySelectorAll("img[data-src]").forEach(load);
    }
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(look);
      if (change.type === "attributes") {
        look(change.target);
      }
    });
  }).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-src"],
    childList: true,
    subtree: true,
  });

  function dialog() {
    return document.querySelector("dialog.gallery-dialog");
  }

  function show(next) {
    var box = dialog();
    var picture = box.querySelector(".gallery-full");
    place = (next + shown.length) % shown.length;
    picture.src = shown[place].dataset.full;
    picture.alt = shown[place].dataset.title;
    box.querySelector(".gallery-title").textContent = shown[place].dataset.title;
    box.querySelector(".gallery-place").textContent = place + 1 + " / " + shown.length;
    box.classList.toggle("single", shown.length < 2);
  }

  function open(button) {
    shown = Array.from(document.querySelectorAll(".gallery-picture"));
    show(shown.indexOf(button));
    dialog().showModal(); /* The browser gives the button the keyboard back after it. */
  }

  function isOpen() {
    var box = dialog();
    return box !== null && box.open;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".gallery-picture");
    if (button) {
      open(button);
    } else if (isOpen()) {
      if (event.target.closest(".gallery-previous")) {
        show(place - 1);
      } else if (event.target.closest(".gallery-next")) {
        show(place + 1);
      } else if (event.target.closest(".gallery-close") || event.target === dialog()) {
        dialog().close();
      }
    }
  });

  document.addEventListener("keydown", function (event) {
    var steps = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: shown.length - 1 };
    if (isOpen() && event.key in steps) {
      event.preventDefault();
      show(steps[event.key]);
    }
  });

  /* The next page may be drawn into the same dialog. */
  window.addEventListener("popstate", function () {
    if (isOpen()) {
      dialog().close();
    }
  });

  document.addEventListener("pointerdown", function (event) {
    touchedAt = isOpen() && event.pointerType === "touch" ? event.clientX : null;
  });
  document.addEventListener("pointerup", function (event) {
    var moved = touchedAt === null ? 0 : event.clientX - touchedAt;
    touchedAt = null;
    if (isOpen() && Math.abs(moved) >= LEAST_SWIPE) {
      show(place + (moved < 0 ? 1 : -1));
    }
  });

  /* Neither of these two goes up through the page; both come down. */
  document.addEventListener(
    "error",
    function (event) {
      if (event.target.tagName === "VIDEO") {
        event.target.parentNode.querySelector(".video-failed").hidden = false;
      }
    },
    true
  );
  document.addEventListener(
    "playing",
    function (event) {
      var said = event.target.parentNode.querySelector(".video-failed");
      if (said) {
        said.hidden = true;
      }
    },
    true
  );
})();
