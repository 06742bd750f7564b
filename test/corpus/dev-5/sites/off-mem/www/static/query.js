(function(){var f=document.getElementById('qf'),c=document.querySelector('.yzm-style-img');if(!f)return;
function code(){c.src='/prod-api/certsearch/code?_='+Date.now()}c.onclick=code;
f.onsubmit=function(e){e.preventDefault();var m=document.getElementById('msg');fetch('/prod-api/certsearch/certInfo/netQuery',{method:'POST',body:new FormData(f)}).then(function(r){return r.json()}).then(function(d){m.innerHTML=d.html}).catch(function(){m.innerHTML='<div class="nocert-content">没有查询到相关证件信息</div>'})};})();
