import{b as e}from"./part-chunk-2EA7S5KR.js";var t=document.getElementById("code");e(t,t.textContent.replace(/^\n|\n$/g,""),document.title);
