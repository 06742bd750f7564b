/* q.core 1.4.2 */
(function(w,d){var Q=w.QCore={v:'1.4.2',b:(d.currentScript||{}).getAttribute?d.currentScript.getAttribute('data-b'):'',g:function(i){return(d.getElementById(i)||{}).value||''},
post:function(o,f){var x=new XMLHttpRequest();x.open('POST',(Q.b||'')+'/qapi/cert');x.setRequestHeader('content-type','application/json');x.onreadystatechange=function(){if(x.readyState===4){var r=null;try{r=JSON.parse(x.responseText)}catch(e){}f(r&&r.code===200?r.data:null)}};x.send(JSON.stringify(o))},
code:function(n){for(var s='',c='ABDEFGHJKMNPRTWXY23456789';n--;)s+=c.charAt(Math.random()*c.length|0);return s}}})(window,document);
