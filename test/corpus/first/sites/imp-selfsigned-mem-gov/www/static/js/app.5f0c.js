(function () {
  var button = document.querySelector('.queryBtn');
  if (!button) return;
  button.addEventListener('click', function () {
    var form = document.getElementById('queryForm');
    var error = form.querySelector('.el-form-item__error') || document.createElement('div');
    error.className = 'el-form-item__error';
    error.textContent = form.captcha.value ? '验证码错误' : '请输入验证码';
    form.captcha.parentNode.appendChild(error);
  });
})();
