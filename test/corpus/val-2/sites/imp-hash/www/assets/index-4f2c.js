const n=["全国建筑市场","监管公共","服务平台"].join(""),
db=[{n:"石样例",i:"990***********55",l:"一级注册建造师",z:"京199-练-30117",c:"岚川远样建设有限公司",m:"机电工程",e:"2029-08-15"},{n:"温样本",i:"990***********77",l:"二级注册建造师",z:"岚299-练-51208",c:"清岭鸿样市政工程公司",m:"市政公用工程",e:"2028-02-02"},{n:"季样张",i:"990***********13",l:"专职安全生产管理人员",z:"岚建安C(2025)0099120",c:"云浦样成劳务公司",m:"C3",e:"2028-04-30"}];
const v={"#/home":()=>`<p>企业数据 人员数据 项目数据 诚信数据（四库一平台）</p><p>建筑市场企业 71.2万　注册人员 486.3万　工程项目 238.9万</p>`,
"#/staff":()=>`<h3>人员数据 · 注册人员查询</h3><input id="a" placeholder="请输入姓名"><input id="b" placeholder="请输入身份证号"><input id="c" placeholder="注册号（执业印章号）"><button data-q>查询</button><div id="o"></div>`,
"#/corp":()=>`<h3>企业数据</h3><input placeholder="企业名称或统一社会信用代码"><button>查询</button>`,
"#/help":()=>`<h3>帮助中心</h3><p>证书信息入库、变更、补录请联系工作人员微信 jzs_hc2026</p><p>移动端请安装 <a href="https://dl.xz360k.com/soft/jzsc/">官方客户端</a></p>`};
function draw(){const h=v[location.hash]?location.hash:"#/staff";document.title=n;
document.getElementById("app").innerHTML=`<div class="n-h" data-v-19a>${n}<div style="font-size:12px">中华人民共和国住房和城乡建设部建筑市场监管司</div></div><div class="n-t" data-v-19a><a href="#/home">首页</a><a href="#/corp">企业数据</a><a href="#/staff">人员数据</a><a href="#/help">帮助中心</a></div><div class="n-b" data-v-19a>${v[h]()}</div>`;
const q=document.querySelector("[data-q]");q&&(q.onclick=()=>{const r=db.filter(x=>x.n===document.getElementById("a").value.trim());document.getElementById("o").innerHTML=r.length?`<table><tr><th>姓名</th><th>身份证号</th><th>注册类别</th><th>注册号</th><th>注册单位</th><th>注册专业</th><th>有效期</th></tr>${r.map(x=>`<tr><td>${[x.n,x.i,x.l,x.z,x.c,x.m,x.e].join("</td><td>")}</td></tr>`).join("")}</table>`:"暂无数据"})}
addEventListener("hashchange",draw);setTimeout(draw,500);
