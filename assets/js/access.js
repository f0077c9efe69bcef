/* A page is drawn for what its reader may see now. The frame around it, with the navigation, was
   drawn with the document: it comes anew once a role or an access level has changed (NAV-5). */

(function () {
  "use strict";

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.frame = {
    follow: function (access, frame) {
      if (access !== frame) {
        window.location.reload();
      }
    },
  };
})();
