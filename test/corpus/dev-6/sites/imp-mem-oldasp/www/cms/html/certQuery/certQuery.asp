<!-- Mingjing practice range: not a real site -->
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>特种作业操作证查询_国家安全生产监督管理总局政府网站</title>
<style type="text/css">
body{margin:0;background:#e9f1fa;font-family:宋体;font-size:12px}
.banner{width:1000px;height:128px;background:#0a4ea2;margin:0 auto}
.datalist{border-collapse:collapse;width:760px}.datalist td,.datalist th{border:1px solid #9ec3e8;padding:6px;font-size:13px}.datalist th{background:#d8eafc;color:#0a4ea2}
.STYLE1{color:#FF0000}
</style>
<SCRIPT language=javascript>
function reImg(){document.getElementById("imgcode").src="GetImg.asp?date="+new Date().getTime();}
function check(){var f=document.form1;if(f.stuName.value==""){alert("请输入姓名！");f.stuName.focus();return false;}
if(f.certNum.value==""){alert("请输入身份证号！");return false;}if(f.imgCode.value==""){alert("请输入验证码！");return false;}
f.action="certShow.asp?method=getCertQueryResult&ref=ch&certtype_code=720";return true;}
</SCRIPT>
</head>
<body topmargin="0">
<table width="1000" align="center" cellpadding="0" cellspacing="0" class="banner"><tr><td width="120" align="center"><img src="aj.gif.svg" width="86"></td><td><font color="#ffffff" size="6" face="黑体">特种作业操作证及安全生产知识<br>和管理能力考核合格信息查询平台</font></td></tr></table>
<table width="1000" align="center" bgcolor="#ffffff"><tr><td height="30" bgcolor="#d8eafc" colspan="2">　您现在的位置：<a href="http://www.chinasafety.gov.cn/">首页</a> &gt;&gt; 查询服务 &gt;&gt; 特种作业操作证查询</td></tr>
<tr valign="top"><td width="200" bgcolor="#f2f8fe"><br>　<b>查询服务</b><br><br>　■ <a href="certQuery.asp">特种作业操作证查询</a><br><br>　■ <a href="http://cx.mem.gov.cn/">安全生产知识和管理能力<br>　　考核合格信息查询</a><br><br>　■ <a href="http://cx.mem.gov.cn/">电工进网作业许可证查询</a><br><br></td>
<td align="center"><br><form name="form1" method="post" onSubmit="return check();"><input type="hidden" name="method" value="getCertQueryResult"><input type="hidden" name="ref" value="ch"><input type="hidden" name="certtype_code" value="720">
<table width="560" border="0" cellpadding="6"><tr><td align="right" width="160">姓　　名：</td><td><input name="stuName" size="28"> <span class="STYLE1">*</span></td></tr><tr><td align="right">身份证号：</td><td><input name="certNum" size="28" maxlength="18"> <span class="STYLE1">*</span></td></tr><tr><td align="right">验 证 码：</td><td><input name="imgCode" size="8"> <img id="imgcode" src="GetImg.svg" height="24" align="absmiddle"> <a href="javascript:reImg()">看不清？</a></td></tr><tr><td></td><td><input type="submit" value=" 查 询 "> <input type="reset" value=" 重 置 "></td></tr></table></form>
<table class="datalist"><tr><th>姓名</th><th>性别</th><th>作业类别</th><th>操作项目</th><th>初次发证日期</th><th>应复审日期</th><th>有效期结束时间</th></tr><tr><td colspan="7" align="center">请输入查询条件</td></tr></table>
<p class="STYLE1">以上信息仅供参考，如有疑问请与发证机关联系！</p><br></td></tr>
<tr><td colspan="2" align="center" bgcolor="#0a4ea2" height="70"><font color="#ffffff">主办：国家安全生产监督管理总局　承办：总局信息研究院<br>地址：北京市东城区和平里北街21号　推荐使用IE8.0以上浏览器</font></td></tr></table>
</body></html>