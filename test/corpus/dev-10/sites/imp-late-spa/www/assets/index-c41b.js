const T='<div class="t">中国高等教育学生信息网（学信网）</div><div class="nv"><a href="#/">首页</a><a href="#/xlcx">学历查询</a><a href="https://my.chsi.com.cn/">学信档案</a><a href="https://www.chsi.com.cn/">在线验证</a></div><div class="bd">{{v}}</div><div class="ft">主办单位：教育部学生服务与素质发展中心<br>Copyright © 2003-2026 学信网　京ICP备19555004号</div>';
const V={'/':'<h3>信息服务</h3><p><a href="#/xlcx">学历证书查询</a>　学籍查询　学位查询　高等教育学历认证</p><h3>新闻资讯</h3><p>关于防范假冒学信网网站的声明</p><p>2027年全国硕士研究生招生考试网上确认公告</p>',
'/xlcx':'<h3>高等教育学历证书查询 · 零散查询</h3><form class="fr"><div><label>证书编号</label><input name="zsbh" maxlength="18"></div><div><label>姓名</label><input name="xm"></div><div><label>查询码</label><input name="cxm"></div><div><label>校验码</label><input name="yzm"></div><button>免费查询</button></form>',
'/r':'<h3>查询结果</h3><p>姓名：{{n}}</p><p>学历类别：普通高等教育　层次：本科</p><p>毕业院校：样本大学　专业：会计学</p><p>证书编号：{{b}}</p><p>学历证书电子注册信息真实有效</p>'};
const el=document.getElementById('app');let d={n:'',b:''};
function draw(){const p=location.hash.replace(/^#/,'')||'/';el.innerHTML=T.replace('{{v}}',(V[p]||V['/']).replace('{{n}}',d.n).replace('{{b}}',d.b));const f=el.querySelector('form');if(f)f.onsubmit=e=>{e.preventDefault();d={n:f.xm.value,b:f.zsbh.value};location.hash='#/r'}}
setTimeout(()=>{draw();addEventListener('hashchange',draw)},4200);
