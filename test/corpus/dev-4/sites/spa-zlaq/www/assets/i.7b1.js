(function(){
var R={'':home,'ag':function(){return form('\u5b89\u5168\u751f\u4ea7\u7ba1\u7406\u4eba\u5458\u8003\u6838\u5408\u683c\u8bc1\u4e66\u4fe1\u606f')},'tz':function(){return form('建筑施工特种作业操作资格证书信息')},'xk':function(){return '<div class="hero">安全生产许可证</div><p style="text-align:center">数据同步中，请稍后再试</p>'}};
var N=[['','首页'],['ag','安管人员'],['tz','特种作业人员'],['xk','安全生产许可证']];
function top(k){return '<div class="tp"><b>'+['全国工程质量安全','监管信息平台','公共服务门户'].join('')+'</b><nav>'+N.map(function(n){return '<a href="#/'+n[0]+'" class="'+(n[0]===k?'on':'')+'">'+n[1]+'</a>'}).join('')+'</nav></div>'}
var NW=['关于开展安全生产管理人员证书信息核对工作的通知','建筑施工特种作业操作资格证书电子证照上线公告','工程质量安全监管信息公开目录（2026年）'];
function news(){return '<div style="padding:0 5% 30px"><h3>通知公告</h3>'+NW.map(function(n,i){return '<div style="border-bottom:1px dashed #d5deee;line-height:36px">'+n+'<span style="float:right;color:#99a">2026-0'+(9-i)+'-1'+i+'</span></div>'}).join('')+'</div>'}
function foot(){return '<div class="ft">中华人民共和国住房和城乡建设部　工程质量安全监管司<br>仅供全国工程质量安全监管信息平台信息公开使用</div>'}
function home(){return '<div class="hero">让数据多跑路　让群众少跑腿<div style="font-size:14px">工程质量安全监管信息公开查询</div></div><div class="bxs"><a href="#/ag">安全生产管理人员考核合格证书信息<br><small>A / B / C 类</small></a><a href="#/tz">建筑施工特种作业操作资格证书<br><small>建筑电工 架子工 起重司索 塔机司机</small></a><a href="#/xk">安全生产许可证</a></div>'+news()}
function form(t){return '<form class="fm" data-tid="t03" onsubmit="return KQ.go(this)"><h3>'+t+'</h3>身份证件号码<input name="n" placeholder="请输入身份证件号码">姓名<input name="x" placeholder="请输入姓名">验证码<input name="y" placeholder="请输入验证码"><canvas class="kq-c" width="96" height="36"></canvas><button>查 询</button></form>'}
function go(){var k=location.hash.replace(/^#\/?/,'').split('?')[0];var f=R[k]||home;document.title=(k&&R[k]?N.filter(function(n){return n[0]===k})[0][1]+' - ':'')+'全国工程质量安全监管信息平台';document.getElementById('app').innerHTML=top(k)+f()+foot();[].forEach.call(document.querySelectorAll('canvas.kq-c'),function(c){KQ.cap(c);c.onclick=function(){KQ.cap(c)}})}
window.addEventListener('hashchange',go);setTimeout(go,500);
})();
