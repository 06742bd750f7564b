const css=`:host{display:block;font:15px/1.7 "PingFang SC","Microsoft YaHei",sans-serif;color:#333}
header{background:linear-gradient(90deg,#b03024,#d65b46);color:#fff;padding:26px 6%}h1{margin:0;font-size:24px}main{max-width:720px;margin:24px auto;background:#fff;padding:30px 40px;border-radius:6px}
label{display:block;margin:14px 0 4px}input{width:100%;box-sizing:border-box;height:42px;border:1px solid #ddd;border-radius:4px;padding:0 12px;font-size:15px}button{margin-top:22px;background:#b03024;color:#fff;border:0;border-radius:4px;height:44px;width:100%;font-size:16px}
ul{color:#888;font-size:13px;padding-left:18px}footer{text-align:center;color:#999;font-size:12px;padding:20px}.r{border-top:1px dashed #ddd;margin-top:20px;padding-top:12px}`;
class CertApp extends HTMLElement{
  connectedCallback(){const s=this.attachShadow({mode:'open'});setTimeout(()=>{document.getElementById('sp').remove();document.title='技能人才评价证书全国联网查询';
    s.innerHTML=`<style>${css}</style><header><h1>技能人才评价证书全国联网查询</h1><div>人力资源和社会保障部</div></header>
<main><form><label>姓名</label><input name="xm" placeholder="请输入姓名"><label>证件号</label><input name="zj" placeholder="请输入证件号"><label>证书编号</label><input name="bh" placeholder="证件号与证书编号任选其一"><label>验证码</label><input name="yz" style="width:160px" placeholder="图形验证码"> <cap-box></cap-box><button>查询</button></form><div class="r" hidden></div>
<ul><li>本系统提供职业资格证书、职业技能等级证书、专项职业能力证书查询。</li><li>证书信息由各地区、各行业评价机构上传。</li><li>仅支持 2017 年以后核发的证书，不收取任何费用。</li></ul></main><footer>主办：人力资源和社会保障部职业能力建设司</footer>`;
    s.querySelector('form').onsubmit=e=>{e.preventDefault();const f=e.target,r=s.querySelector('.r');r.hidden=false;r.textContent=f.bh.value.startsWith('JZ')?'职业技能等级证书　电工 四级/中级工　证书有效':'未查询到证书信息';};
  },3000)}
}
class CapBox extends HTMLElement{connectedCallback(){this.attachShadow({mode:'closed'}).innerHTML='<span style="background:#f1e4e1;padding:8px 14px;letter-spacing:5px;font-style:italic">'+Math.random().toString(36).slice(2,6)+'</span>'}}
customElements.define('cap-box',CapBox);customElements.define('x-cert-app',CertApp);
