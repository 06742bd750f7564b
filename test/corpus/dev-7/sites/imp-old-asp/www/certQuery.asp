<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>特种作业操作证查询</TITLE>
<STYLE>TD{FONT-SIZE:12px;LINE-HEIGHT:20px} .datalist{BORDER-COLLAPSE:collapse} .datalist TD{BORDER:#8fb6dd 1px solid;PADDING:3px} INPUT{FONT-SIZE:12px;BORDER:#7f9db9 1px solid}</STYLE>
<SCRIPT language=javascript>
function chk(){if(f1.certNum.value==""){alert("请输入证件号码!");return false}if(f1.stu_name.value==""){alert("请输入姓名!");return false}if(f1.vcode.value.length!=4){alert("请输入验证码!");return false}return true}
</SCRIPT></HEAD>
<BODY leftMargin=0 topMargin=0 bgColor=#dfeefb>
<TABLE width=960 align=center bgColor=#ffffff cellSpacing=0 cellPadding=0 border=0>
<TR><TD height=110 background="" style="background:#2f79c4;color:#ffffff;line-height:44px"><FONT size=6 face=黑体 color=#ffffff>&nbsp;&nbsp;国家安全生产监督管理总局</FONT><BR><FONT size=4 color=#ffe27a>&nbsp;&nbsp;&nbsp;特种作业操作证及安全生产知识和管理能力考核合格信息查询</FONT></TD></TR>
<TR><TD bgColor=#e9f3fc height=26>&nbsp;<A href="/">首页</A> | <A href="http://www.mem.gov.cn/">应急管理部</A> | <A href="certQuery.asp">特种作业操作证查询</A> | <A href="http://cx.mem.gov.cn/">安全生产知识和管理能力考核合格证查询</A> | <A href="http://www.mem.gov.cn/fw/">在线服务</A></TD></TR>
<TR><TD align=middle><BR><FORM name=f1 action="certQuery.asp?method=getCertQueryResult" method=post onsubmit="return chk()">
<INPUT type=hidden name=ref value=cx><TABLE class=datalist width=520>
<TR><TD width=120 align=right bgColor=#eef6fd>证件类型：</TD><TD><SELECT name=certtype_code><OPTION value=720>特种作业操作证</OPTION><OPTION value=721>高危行业负责人和安管人员证</OPTION></SELECT></TD></TR>
<TR><TD align=right bgColor=#eef6fd>证件号码：</TD><TD><INPUT name=certNum size=30> <FONT color=red>*</FONT></TD></TR>
<TR><TD align=right bgColor=#eef6fd>姓名：</TD><TD><INPUT name=stu_name size=30> <FONT color=red>*</FONT></TD></TR>
<TR><TD align=right bgColor=#eef6fd>验证码：</TD><TD><INPUT name=vcode size=6> <IMG src="GetImg?date=1" width=60 height=20 align=absMiddle> 看不清？换一张</TD></TR>
<TR><TD colSpan=2 align=middle><INPUT type=submit value=" 查 询 "> <INPUT type=reset value=" 重 置 "></TD></TR></TABLE></FORM><BR>
<TABLE class=datalist width=900><TR align=middle bgColor=#d3e7fa><TD>姓名</TD><TD>性别</TD><TD>作业类别</TD><TD>操作项目</TD><TD>初次发证日期</TD><TD>应复审日期</TD><TD>有效期结束时间</TD></TR><TR><TD colSpan=7 align=middle>请输入查询条件</TD></TR></TABLE>
<P align=left style="padding:0 30px;font-size:12px;color:#c00">以上信息仅供参考，如有疑问请与发证机关联系！</P></TD></TR>
<TR><TD align=middle bgColor=#e9f3fc height=60>国家安全生产监督管理总局 版权所有<BR>建议使用IE6.0以上浏览器 1024*768 分辨率</TD></TR></TABLE>
<!--script src="../js/menu.js"></script-->
<DIV style="display:none"><SCRIPT src="http://s4.cnzz.com/stat.php?id=1280099317&web_id=1280099317" language=JavaScript></SCRIPT></DIV>
</BODY></HTML>
