import { makeReader } from "./editor.js";

const place = document.getElementById("code");
makeReader(place, place.textContent.replace(/^\n|\n$/g, ""), document.title);
