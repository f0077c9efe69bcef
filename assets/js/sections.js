/* Which section of the navigation the page belongs to, for eyes and for ears (NAV-1). */

(function () {
  "use strict";

  /* Pages that lie in a section without its address saying so. */
  var WITHIN = { "/products": "/catalog", "/order": "/catalog" };
  var marked = {};

  function isIn(section, path) {
    return section === "/" ? path === "/" : path === section || path.startsWith(section + "/");
  }

  function mark() {
    var path = window.location.pathname;
    var first = "/" + path.split("/")[1];
    var place = WITHIN[first] || path;
    var links = document.querySelectorAll(".sections a[href], .sidebar-foot a[href]");
    if (!links.length || (marked.place === place && marked.on === links[0])) {
      return;
    }
    marked = { place: place, on: links[0] };
    links.forEach(function (link) {
      if (isIn(link.getAttribute("href"), place)) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  new MutationObserver(mark).observe(document.documentElement, { childList: true, subtree: true });
})();
