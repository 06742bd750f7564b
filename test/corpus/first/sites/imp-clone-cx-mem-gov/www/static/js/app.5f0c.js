(function () {
  var button = document.querySelector('.queryBtn');
  if (!button) return;
  button.addEventListener('click', function () {
    var form = document.getElementById('queryForm');
    var error = form.querySelector('.el-form-item__error') || document.createElement('div');
    error.className = 'el-form-item__error';
    error.textContent = '没有查询到相关证件信息';
    form.captcha.parentNode.appendChild(error);
  });
})();
