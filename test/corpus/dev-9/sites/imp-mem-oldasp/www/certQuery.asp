<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>特种作业操作证查询</title>
<style type="text/css">
<!--
body,td,th {font-size:12px;font-family:"宋体";} body{margin:0;background-color:#E4ECF5}
.datalist{border:1px solid #7FA7CE;border-collapse:collapse;background:#fff}
.datalist td,.datalist th{border:1px solid #9FC0DF;height:26px;padding:2px 8px} .datalist th{background:#D6E6F5}
.btn{border:1px solid #1D5AA0;background:#F0F6FC;height:22px}
-->
</style>
<script language="javascript">
function chk(){ var f=document.form1;
 if(f.certNum.value==""){alert("请输入证件号码！");f.certNum.focus();return false;}
 if(f.stuName.value==""){alert("请输入姓名！");return false;}
 if(f.passcode.value.length!=4){alert("验证码错误！");return false;}
 f.action="certQuery.asp?method=getCertQueryResult&ref=ch"; return true; }
</script></head>
<body>
<table width="778" border="0" align="center" cellpadding="0" cellspacing="0" bgcolor="#FFFFFF">
<tr><td height="96" background="images/top.gif" bgcolor="#1B5CA8"><table width="100%"><tr><td width="96" align="center"><table width="64" height="64" bgcolor="#B51D1D"><tr><td align="center"><font color="#FFE27A" size="5"><b>★</b></font></td></tr></table></td><td><font color="#FFFFFF" style="font-size:24px;font-family:'黑体'">国家安全生产监督管理总局</font><br><font color="#FFFF99" style="font-size:16px">特种作业操作证查询系统</font></td></tr></table></td></tr>
<tr><td height="26" bgcolor="#D6E6F5">&nbsp;&nbsp;<a href="certQuery.asp">特种作业操作证查询</a> | <a href="certQuery.asp?t=2">安全生产知识和管理能力考核合格信息查询</a> | <a href="http://www.chinasafety.gov.cn/">总局网站</a> | <a href="http://cx.mem.gov.cn/">返回首页</a></td></tr>
<tr><td height="300" align="center" valign="middle">
<form name="form1" method="post" onSubmit="return chk()">
<table width="520" class="datalist">
<tr><th colspan="2">特种作业操作证查询</th></tr>
<tr><td align="right" width="150">证件类型：</td><td><select name="certtype_code"><option value="720">特种作业操作证</option><option value="721">安全生产知识和管理能力考核合格证</option></select></td></tr>
<tr><td align="right">证件号码：</td><td><input name="certNum" type="text" size="28" maxlength="18"></td></tr>
<tr><td align="right">姓名：</td><td><input name="stuName" type="text" size="28"></td></tr>
<tr><td align="right">验证码：</td><td><input name="passcode" type="text" size="8"> <img src="GetImg.svg" width="60" height="20" align="absmiddle" alt=""> 看不清？换一张</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value=" 查 询 " class="btn"> <input type="reset" value=" 重 置 " class="btn"></td></tr>
</table></form>
<table width="640" class="datalist">
<tr><th>姓名</th><th>性别</th><th>作业类别</th><th>操作项目</th><th>初次发证日期</th><th>应复审日期</th><th>有效期结束时间</th></tr>
<tr><td colspan="7" align="center"><font color="#999999">请输入查询条件</font></td></tr>
</table><br>以上信息仅供参考，如有疑问请与发证机关联系！</td></tr>
<tr><td height="60" align="center" bgcolor="#D6E6F5">国家安全生产监督管理总局 版权所有　中国安全生产科学研究院 技术支持<br>最佳分辨率 1024*768　IE6.0 以上</td></tr>
</table>
<!-- <a href="admin_add.asp">add</a> -->
<script language="javascript" type="text/javascript" src="http://js.users.51.la/19770412.js"></script>
</body></html>