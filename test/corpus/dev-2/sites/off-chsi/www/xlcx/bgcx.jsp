<!DOCTYPE html>
<!-- Mingjing practice range: not a real site -->
<html lang="zh-cmn-Hans"><head><meta charset="utf-8"><title>在线验证_中国高等教育学生信息网（学信网）</title>
<style>body{margin:0;font:14px/1.6 "Microsoft YaHei";background:#f5f5f2}.bar{background:#2aa393;color:#fff;padding:14px 40px;font-size:20px}.c{width:760px;margin:30px auto;background:#fff;padding:34px 60px}input{width:330px;height:40px;border:1px solid #2aa393;font-size:17px}button{height:44px;width:110px;background:#e98b2c;border:0;color:#fff}</style></head>
<body><div class="bar">学信网　在线验证</div><div class="c"><h3>教育部学历证书电子注册备案表 / 学籍在线验证报告</h3><form action="/xlcx/bg.do" method="get"><input name="vcode" maxlength="16" placeholder="请输入报告中的在线验证码"> <button>查看</button></form><p>在线验证码由学生本人登录学信档案申请，可设置有效期，过期后不再能够查看。也可使用学信网App扫描报告中的二维码。</p></div></body></html>
