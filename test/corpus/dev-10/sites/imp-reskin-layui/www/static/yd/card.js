/* yd card v3 */
(function(w){var q=function(s){return document.querySelector(s)};
w.YD={v:'3.1.7',get:function(u,cb){var x=new XMLHttpRequest();x.open('GET',u);x.onload=function(){try{cb(JSON.parse(x.responseText))}catch(e){}};x.send()},
fill:function(o){for(var k in o){var n=q('[data-yd="'+k+'"]');if(n)n.textContent=o[k]}},tip:function(t){var n=q('.yd-tip');if(n){n.textContent=t;n.style.display='block'}},arg:function(n){var m=location.search.match(new RegExp('[?&]'+n+'=([^&]*)'));return m?decodeURIComponent(m[1]):''}};})(window);
var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?7b1e90c4d2a85f3366e0ab19cd74f508";var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);})();
