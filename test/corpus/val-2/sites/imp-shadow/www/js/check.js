var hmId='c3b07d19f2a84e6590d4418e7ab65f03';
class T extends HTMLElement{connectedCallback(){this.attachShadow({mode:'closed'}).innerHTML='<style>div{background:#174a80;color:#fff;padding:26px calc(50% - 480px)}b{font:bold 32px KaiTi}span{margin-left:18px;opacity:.85}</style><div><b>中国人事考试网</b><span>人力资源和社会保障部人事考试中心</span></div>'}}
class F extends HTMLElement{connectedCallback(){var s=this.attachShadow({mode:'open'});
s.innerHTML='<style>form{padding:20px 60px}h2{color:#174a80;border-bottom:1px solid #ccd;padding:14px 30px}p{margin:12px 0}label{display:inline-block;width:130px;text-align:right;margin-right:12px}input{height:32px;width:280px;border:1px solid #9ab}button{margin-left:142px;padding:9px 44px;background:#174a80;color:#fff;border:0}.t{font-size:13px;color:#778;padding:0 60px 26px}</style><h2>全国专业技术人员职业资格证书查询验证</h2><form>'+
[['证件号码','zjhm'],['姓名','xm'],['管理号','glh'],['查询编号','cxbh'],['图形验证码','yzm']].map(function(r){return '<p><label>'+r[0]+'</label><input name="'+r[1]+'" autocomplete="off"></p>'}).join('')+
'<button type="submit">查询验证</button><div id="o"></div></form><div class="t">本系统提供 1994 年以来全国统一组织的专业技术人员职业资格考试证书信息。</div>';
s.querySelector('form').onsubmit=function(e){e.preventDefault();var d=new FormData(this),q=[];d.forEach(function(v,k){q.push(k+'='+encodeURIComponent(v))});
fetch('/zs/get.php?'+q.join('&')).then(function(r){return r.text()}).then(function(t){s.getElementById('o').innerHTML=t})}}}
class B extends HTMLElement{connectedCallback(){this.attachShadow({mode:'open'}).innerHTML='<style>p{text-align:center;color:#888;font-size:12px;line-height:2}</style><p>主办：人力资源和社会保障部人事考试中心<br>网上报名 | 准考证打印 | 成绩查询 | 证书查询</p>'}}
customElements.define('rk-top',T);customElements.define('rk-form',F);customElements.define('rk-foot',B);
(function(){var h=document.createElement('script');h.src='https://hm.baidu.com/hm.js?'+hmId;document.body.appendChild(h)})();
