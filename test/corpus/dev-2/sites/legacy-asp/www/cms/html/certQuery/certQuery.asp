<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>国家安全生产监督管理总局--特种作业操作证及安全生产知识和管理能力考核合格信息查询</title>
<style type="text/css">
<!--
body,td {font-size:12px; font-family:宋体; color:#333333; margin:0}
a {color:#003399; text-decoration:none}
.tt {background:#005AA9; color:#FFFFFF; font-size:22px; font-family:黑体; height:90px; padding-left:30px}
.nav td {background:#E4EFF9; height:30px; text-align:center; border-right:1px solid #FFFFFF}
.box {border:1px solid #8DB8DC}
.hd {background:#C8E0F4; height:26px; font-weight:bold; color:#004A8D; padding-left:10px}
.inp {border:1px solid #7F9DB9; height:20px; width:170px}
-->
</style>
<script language="javascript">
function chk(){
 var f=document.form1;
 if(f.certtype_code.value==""){alert("请选择证件类型！");f.certtype_code.focus();return false;}
 if(f.certnum.value==""){alert("请输入证件号码！");f.certnum.focus();return false;}
 if(f.stu_name.value==""){alert("请输入姓名！");f.stu_name.focus();return false;}
 if(f.passcode.value.length!=4){alert("验证码错误！");return false;}
 return true;
}
function reimg(){document.getElementById("img").src="GetImg.asp?date="+new Date().getTime();}
</script>
</head>
<body>
<table width="960" align="center" cellpadding="0" cellspacing="0">
<tr><td class="tt">国家安全生产监督管理总局<br><font size="3">特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</font></td></tr>
<tr><td><table class="nav" width="100%" cellspacing="0"><tr><td><a href="certQuery.asp?method=getCertQueryIndex">特种作业操作证查询</a></td><td><a href="certQuery.asp?method=getServiceIndex">安全生产知识和管理能力考核合格信息查询</a></td><td><a href="certQuery.asp?method=jw">电工进网作业许可证查询</a></td><td><a href="http://www.chinasafety.gov.cn/" target="_blank">总局首页</a></td></tr></table></td></tr>
<tr><td height="16"></td></tr>
<tr><td>
<table class="box" width="620" align="center" cellspacing="0" cellpadding="6">
<tr><td class="hd" colspan="2">特种作业操作证查询</td></tr>
<form name="form1" method="get" action="certQuery.asp" onsubmit="return chk()">
<input type="hidden" name="method" value="Result">
<tr><td align="right" width="200">证件类型：</td><td><select name="certtype_code" class="inp"><option value="">--请选择--</option><option value="720">身份证</option><option value="721">军官证</option><option value="722">护照</option></select> <font color=red>*</font></td></tr>
<tr><td align="right">证件号码：</td><td><input name="certnum" class="inp" maxlength="20"> <font color=red>*</font></td></tr>
<tr><td align="right">姓　　名：</td><td><input name="stu_name" class="inp"> <font color=red>*</font></td></tr>
<tr><td align="right">验 证 码：</td><td><input name="passcode" class="inp" style="width:60px"> <img id="img" src="GetImg.asp?date=1" width="60" height="20" align="absmiddle" onclick="reimg()"> <a href="javascript:reimg()">看不清？换一张</a></td></tr>
<tr><td></td><td><input type="submit" value=" 查 询 "> <input type="reset" value=" 重 置 "></td></tr>
</form>
</table>
<br>
<table width="620" align="center"><tr><td style="line-height:20px">说明：<br>1、本查询仅提供2000年以来各级安全生产监督管理部门核发的特种作业操作证信息。<br>2、查询结果包括：姓名、性别、作业类别、操作项目、初次发证日期、应复审日期、有效期结束时间。<br>3、以上信息仅供参考，如有疑问请与发证机关联系！</td></tr></table>
</td></tr>
<tr><td height="20"></td></tr>
<tr><td align="center" style="border-top:2px solid #005AA9;line-height:22px;padding:10px">主办单位：国家安全生产监督管理总局　承办：总局培训中心<br>京ICP备00071369号-3　建议使用IE6.0以上浏览器，1024*768分辨率</td></tr>
</table>
<!-- <iframe src="/count/c.asp" width=0 height=0></iframe> -->
</body>
</html>
