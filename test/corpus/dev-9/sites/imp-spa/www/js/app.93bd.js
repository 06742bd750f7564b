(function(){
var el=document.getElementById('app');el.setAttribute('data-v-app','');
var COL=[['special','特种作业操作证查询'],['safety','安全生产知识和管理能力考核合格信息查询'],['djjw','电工进网作业许可证查询'],['ecert','电子证书查询下载']];
function shell(cur,inner){return '<div class="hd" data-v-61f0><h1>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</h1></div><div class="lay" data-v-61f0><div class="mn" data-v-61f0>'+COL.map(function(c){return '<a class="'+(c[0]==cur?'on':'')+'" href="#/query/'+c[0]+'">'+c[1]+'</a>'}).join('')+'</div><div class="bx" data-v-61f0>'+inner+'</div></div><p style="text-align:center;color:#909399">主办单位：应急管理部　建议使用谷歌浏览器</p>'}
function form(t){return '<h2 style="text-align:center">'+t+'</h2>'+[['证件类型','请选择证件类型'],['证件号码','请输入证件号码'],['姓名','请输入姓名'],['验证码','请输入验证码']].map(function(f){return '<div class="it"><label>'+f[0]+'</label><input class="el-input__inner" placeholder="'+f[1]+'"></div>'}).join('')+'<button class="queryBtn">查询</button><div id="kr"></div>'}
var tm;function route(){clearTimeout(tm);var m=/^#\/query\/(\w+)/.exec(location.hash),d=/^#\/detail\?sn=(\w+)/.exec(location.hash);
if(!m&&!d){el.innerHTML='<div class="loading"><i></i></div>';return}
el.innerHTML='<div class="loading"><i></i>数据加载中</div>';
tm=setTimeout(function(){if(d){var r=K.d[d[1]];el.innerHTML=shell('special',r?'<h3>特种作业操作证查询结果</h3>'+K.t(r):'没有查询到相关证件信息');return}
var c=COL.filter(function(x){return x[0]==m[1]})[0]||COL[0];document.title=c[1];el.innerHTML=shell(c[0],form(c[1]));
el.querySelector('.queryBtn').onclick=function(){K.q({querySelectorAll:function(){return [{value:el.querySelectorAll('input')[1].value}]}})}},4200)}
addEventListener('hashchange',route);route()})();