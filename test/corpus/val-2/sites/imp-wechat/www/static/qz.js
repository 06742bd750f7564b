;(function(w,d){var z={k:'qz-3.1',v:function(s){return(s||'').replace(/\s/g,'')}};
z.tj=function(){var s=d.createElement('script');s.charset='UTF-8';s.id='LA_COLLECT';s.src='//sdk.51.la/js-sdk-pro.min.js';s.onload=function(){w.LA&&LA.init({id:"JqT5mV2kYx8RbN0d",ck:"JqT5mV2kYx8RbN0d"})};d.head.appendChild(s)};
z.form=function(box,cfg){var h='<form class="qzf" onsubmit="return QZ.go(this)">';cfg.forEach(function(c){h+='<p><label>'+c[0]+'</label>'+(c[2]?'<select name="'+c[1]+'">'+c[2].map(function(o){return'<option>'+o+'</option>'}).join('')+'</select>':'<input name="'+c[1]+'" placeholder="请输入'+c[0]+'">')+'</p>'});
box.innerHTML=h+'<p><button>查 询</button></p></form><div class="qzr"></div>'};
z.go=function(f){var q=[].map.call(f.elements,function(e){return e.name?e.name+'='+encodeURIComponent(z.v(e.value)):''}).filter(Boolean).join('&');
var x=new XMLHttpRequest();x.open('POST','/qz/api.php');x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');x.onload=function(){if(x.status==200&&x.responseText.charAt(0)=='/')location.href=x.responseText;else f.nextSibling.innerHTML='没有查询到相关证件信息'};x.send(q);return false};
w.QZ=z;z.tj()})(window,document);
