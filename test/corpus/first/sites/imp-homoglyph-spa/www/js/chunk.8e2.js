var data = {"sn77031": [["姓名", "孙样张"], ["证件号码", "T3201**********0058"], ["作业类别", "电工作业"], ["操作项目", "高压电工作业"], ["初领日期", "2026-10-30"], ["有效期开始日期", "2026-10-30"], ["有效期结束日期", "2032-10-29"], ["应复审日期", "2029-10-29"], ["签发机关", "云海省应急管理厅"]]};
function route() {
  var app = document.getElementById('app'), sn = (location.hash.match(/sn=(\w+)/) || [])[1], rows = data[sn];
  if (rows) { document.title = '特种作业操作证查询结果'; app.innerHTML = '<div class="head">应急管理部<br>特种作业操作证查询结果</div>' + rows.map(function (r) { return '<div class="van-cell"><span>' + r[0] + '</span><span>' + r[1] + '</span></div>'; }).join('') + '<div class="van-cell"><span>证书服务</span><span>微信 zs-fuwu_77</span></div>'; }
  else app.innerHTML = '<div class="van-nav-bar">证书信息</div><p style="text-align:center;color:#999;margin-top:80px">参数错误</p>';
}
window.addEventListener('hashchange', route); route();
