(function () {
  var words = ['特种作业', '操作证', '查询', '安全生产知识', '和管理能力', '考核合格信息'];
  var css = 'body{margin:0;background:#f0f2f5;font-family:-apple-system,"PingFang SC"}.ant-layout-header{background:#001529;color:#fff;height:64px;line-height:64px;padding:0 50px;font-size:18px}.ant-card{width:520px;margin:60px auto;background:#fff;padding:24px 40px}.ant-row{margin-bottom:18px}.ant-input{width:100%;height:36px;border:1px solid #d9d9d9;box-sizing:border-box;padding:0 11px}.ant-btn{width:100%;height:40px;background:#1890ff;border:0;color:#fff}';
  function field(label, hint) { return '<div class="ant-row"><label>' + label + '</label><input class="ant-input" placeholder="' + hint + '"></div>'; }
  setTimeout(function () {
    var title = words[0] + words[1] + words[2];
    document.title = title;
    document.getElementById('root').innerHTML = '<style>' + css + '</style><div class="ant-layout-header">应急管理部 ' + words[0] + words[1] + '及' + words[3] + words[4] + words[5] + words[2] + '平台</div><div class="ant-card"><h3>' + title + '</h3>' +
      field('证件号码', '请输入证件号码') + field('姓名', '请输入姓名') + field('验证码', '请输入验证码') + '<button class="ant-btn">' + words[2] + '</button></div>';
  }, 2800);
})();
