<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<HTML><HEAD><TITLE>特种作业操作证查询</TITLE><META http-equiv=Content-Type content="text/html; charset=gbk"><META content="MSHTML 6.00.2900" name=GENERATOR>
<STYLE>td{font-size:12px;font-family:宋体}.bt{font-size:22px;font-weight:bold;color:#FFFF99;font-family:隶书,黑体}.datalist{border-collapse:collapse}.datalist td{border:1px solid #9CC;padding:5px}</STYLE></HEAD>
<BODY bgColor=#e6f0f7 leftMargin=0 topMargin=0><CENTER>
<TABLE cellSpacing=0 cellPadding=0 width=778 border=0 bgcolor=#ffffff><TR><TD height=110 bgcolor=#005a9c align=center background="http://cx.mem.gov.cn/cms/images/top.jpg"><FONT class=bt>国家安全生产监督管理总局<BR>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</FONT></TD></TR>
<TR><TD height=26 bgcolor=#cfe3f2>&nbsp;<MARQUEE width=760 scrollAmount=3>欢迎使用特种作业人员操作证查询系统，本系统数据每日更新，全国联网。</MARQUEE></TD></TR>
<TR><TD align=center><BR><FORM name=form1 method=post action="certQuery.asp?method=getCertQueryResult">
<TABLE width=560 class=datalist><TR><TD colspan=2 align=center bgcolor=#E2EFF8><B>特种作业操作证查询</B></TD></TR>
<TR><TD width=160 align=right>证件类型：</TD><TD><SELECT name=certtype_code><OPTION>身份证</OPTION><OPTION>军官证</OPTION></SELECT></TD></TR>
<TR><TD align=right>证件号码：</TD><TD><INPUT name=certnum size=30></TD></TR><TR><TD align=right>姓　　名：</TD><TD><INPUT name=stu_name size=30></TD></TR>
<TR><TD align=right>验 证 码：</TD><TD><INPUT name=passcode size=8> <IMG src="GetImg.gif" width=60 height=20 alt="8842" style="background:#eee"></TD></TR>
<TR><TD colspan=2 align=center><INPUT type=submit value=" 查 询 "> <INPUT type=reset value=" 重 置 "></TD></TR></TABLE></FORM>
<TABLE width=700 class=datalist><TR bgcolor=#E2EFF8 align=center><TD>姓名</TD><TD>性别</TD><TD>作业类别</TD><TD>操作项目</TD><TD>初次发证日期</TD><TD>应复审日期</TD><TD>有效期结束时间</TD></TR><TR align=center><TD colspan=7 height=40>请输入条件进行查询</TD></TR></TABLE>
<BR><FONT color=#cc0000>以上信息仅供参考，如有疑问请与发证机关联系！</FONT><BR><BR></TD></TR>
<TR><TD height=60 align=center bgcolor=#cfe3f2>版权所有：国家安全生产监督管理总局 &nbsp; 地址：北京市东城区和平里北街 &nbsp; <A href="http://cx.mem.gov.cn/">返回首页</A><BR>建议使用 IE6.0 以上浏览器 1024*768 分辨率</TD></TR></TABLE></CENTER>
<SCRIPT language=JavaScript>
function ck(){if(document.form1.certnum.value==""){alert("请输入证件号码");return false}}
// document.form1.onsubmit=ck
</SCRIPT></BODY></HTML>
