<!-- Mingjing practice range: not a real site -->
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>特种作业人员操作证查询 - 国家安全生产监督管理总局</title>
<style type="text/css">
<!--
body,td{font-size:12px;color:#333333;line-height:20px} .datalist{border-collapse:collapse;border:1px solid #7fb0dd} .datalist th{background:#cfe4f8;height:26px} .datalist td{border:1px solid #bcd6ee;height:26px;padding-left:8px}
.inp{border:1px solid #7f9db9;height:20px;width:180px}
-->
</style>
<script language="javascript">
function chk(){var f=document.form1;if(f.stu_idcard.value==""){alert("请输入证件号码！");return false;}if(f.stu_name.value==""){alert("请输入姓名！");return false;}if(f.yzm.value.length!=4){alert("验证码错误！");return false;}
document.getElementById("rs").style.display="";return false;}
</script>
</head>
<body topmargin="0" leftmargin="0" background="images/bg.svg">
<table width="960" border="0" align="center" cellpadding="0" cellspacing="0" bgcolor="#FFFFFF">
<tr><td height="128" background="images/top.svg" style="padding-left:120px"><font color="#FFFFFF" size="5"><b>国家安全生产监督管理总局</b></font><br><font color="#FFFF99" size="4"><b>特种作业操作证及安全生产知识和管理能力考核合格信息查询</b></font></td></tr>
<tr><td height="28" bgcolor="#1d62ae" align="center"><font color="#FFFFFF"><a href="http://www.chinasafety.gov.cn/"><font color="#FFFFFF">网站首页</font></a> | 机构概况 | 新闻动态 | 法规标准 | 宣教培训 | 考试中心 | <b>证书查询</b> | 在线咨询</font></td></tr>
<tr><td align="center"><br>
<form name="form1" method="post" action="/cms/html/certQuery/certQuery.do?method=getCertQueryResult" onsubmit="return chk()">
<table width="560" class="datalist"><tr><th colspan="2">特种作业操作证查询</th></tr>
<tr><td width="150" align="right">证件类型：</td><td><select name="certtype_code"><option value="720">特种作业操作证</option><option value="730">安全生产知识和管理能力考核合格证</option><option>电工进网作业许可证</option></select></td></tr>
<tr><td align="right">证件号码：</td><td><input name="stu_idcard" class="inp" maxlength="19"> <font color="red">*</font></td></tr>
<tr><td align="right">姓　　名：</td><td><input name="stu_name" class="inp"> <font color="red">*</font></td></tr>
<tr><td align="right">验 证 码：</td><td><input name="yzm" class="inp" style="width:60px"> <img src="images/yzm.svg" width="60" height="20" align="absmiddle"></td></tr>
<tr><td colspan="2" align="center"><input type="submit" value=" 查 询 "> <input type="reset" value=" 重 置 "></td></tr></table></form>
<table width="860" class="datalist" id="rs" style="display:none"><tr><th>姓名</th><th>性别</th><th>作业类别</th><th>操作项目</th><th>初次发证日期</th><th>应复审日期</th><th>有效期结束时间</th></tr><tr><td>周*样</td><td>男</td><td>焊接与热切割作业</td><td>熔化焊接与热切割作业</td><td>2025-03-11</td><td>2028-03-10</td><td>2031-03-10</td></tr></table>
<p align="left" style="padding:0 60px">以上信息仅供参考，如有疑问请与发证机关联系！<br>说明：2002 年以前核发的证件未录入本库。查询不到的，请与客服联系补录。客服 <a href="http://wpa.qq.com/msgrd?v=3&uin=800055512&site=qq&menu=yes">QQ：800055512</a></p></td></tr>
<tr><td style="padding:0 40px 16px"><table width="100%" class="datalist"><tr><th align="left">&nbsp;考试信息</th><th align="left">&nbsp;政策法规</th></tr><tr><td valign="top">·关于启用新版特种作业操作证的公告<br>·安全生产资格考试考场管理有关要求<br>·2017 年下半年考试计划公布<br>·考试点名单（第三批）</td><td valign="top">·特种作业人员安全技术培训考核管理规定<br>·生产经营单位安全培训规定<br>·安全生产培训管理办法<br>·特种作业目录</td></tr></table></td></tr>
<tr><td align="center" height="80" bgcolor="#e9f1fa">主办单位：国家安全生产监督管理总局　承办：国家安全生产监督管理总局通信信息中心<br>版权所有　未经许可禁止转载　建议 1024*768 分辨率 IE6.0 以上浏览<br><script src="http://s4.cnzz.com/z_stat.php?id=1281900234&web_id=1281900234" language="JavaScript"></script></td></tr>
</table>
<!-- <a href="admin/login.asp">管理</a> -->
</body></html>
