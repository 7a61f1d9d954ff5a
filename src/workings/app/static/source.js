import{b as e}from"./part-chunk-JNKTKLF2.js";var t=document.getElementById("code");e(t,t.textContent.replace(/^\n|\n$/g,""),document.title);
