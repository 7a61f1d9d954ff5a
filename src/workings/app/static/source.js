import{b as e}from"./part-chunk-4DELQG6P.js";var t=document.getElementById("code");e(t,t.textContent.replace(/^\n|\n$/g,""),document.title);
