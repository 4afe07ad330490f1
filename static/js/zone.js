// A new person's time zone: the browser knows it. What somebody typed, or typed before, is left alone.
"use strict";
for (const field of document.querySelectorAll("input[data-browser-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && field.value === field.defaultValue) field.value = zone;
}
