<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<HTML><HEAD><TITLE>特种作业操作证查询</TITLE>
<META http-equiv=Content-Type content="text/html; charset=gb2312">
<STYLE type=text/css>TD{FONT-SIZE:12px;LINE-HEIGHT:20px} .datalist{border-collapse:collapse} A{COLOR:#003399;TEXT-DECORATION:none} .ip{BORDER:#7f9db9 1px solid;HEIGHT:20px;WIDTH:160px}</STYLE>
<SCRIPT language=javascript>
function chk(f){if(f.certno.value==""){alert("请输入证件号码！");f.certno.focus();return false;}if(f.name.value==""){alert("请输入姓名！");return false;}if(f.stamp.value!="8305"){alert("验证码错误！");return false;}return true;}
</SCRIPT></HEAD>
<BODY bgColor=#dfe9f5 topMargin=0><TABLE cellSpacing=0 cellPadding=0 width=778 align=center bgColor=#ffffff border=0><TBODY>
<TR><TD height=96 bgColor=#19559b><FONT color=#ffffff size=5 face=黑体>　国家安全生产监督管理总局</FONT><BR><FONT color=#cfe4ff>　　中国安全生产 · 特种作业操作证及安全生产知识和管理能力考核合格信息查询</FONT></TD></TR>
<TR><TD height=26 bgColor=#e7b23c>　<A href="/">首页</A> ｜ <A href="#">政策法规</A> ｜ <A href="#">培训考核</A> ｜ <A href="/">证书查询</A> ｜ <A href="http://www.mem.gov.cn/">应急管理部</A></TD></TR>
<TR><TD><TABLE width="100%"><TR><TD width=190 vAlign=top bgColor=#f3f7fc><B>　证书查询</B><BR>　·特种作业操作证查询<BR>　·安全生产知识和管理能力考核合格信息查询<BR>　·电工进网作业许可证查询<BR><BR><B>　通知</B><BR>　·二代卡式证件样式<BR>　·复审换证须知</TD><TD vAlign=top>
<FORM name=form1 onsubmit="return chk(this)" method=get action="certQuery.asp"><INPUT type=hidden name=method value=getCertQueryResult><TABLE class=datalist borderColor=#9fbfe4 cellPadding=6 width="94%" align=center border=1><TR bgColor=#d5e5f7><TD colSpan=2 align=center><B>特种作业操作证查询</B></TD></TR><TR><TD align=right width="34%">证件类型：</TD><TD><SELECT name=type><OPTION>身份证</OPTION><OPTION>军官证</OPTION></SELECT></TD></TR><TR><TD align=right>证件号码：</TD><TD><INPUT class=ip name=certno maxLength=18></TD></TR><TR><TD align=right>姓　　名：</TD><TD><INPUT class=ip name=name></TD></TR><TR><TD align=right>验 证 码：</TD><TD><INPUT class=ip style="WIDTH:60px" name=stamp> <SPAN style="BACKGROUND:#eee;FONT:italic bold 16px Courier;COLOR:#a33;LETTER-SPACING:4px">8305</SPAN></TD></TR><TR><TD colSpan=2 align=center><INPUT type=submit value=" 查 询 "> <INPUT type=reset value=" 重 置 "></TD></TR></TABLE></FORM><P>　　注：请输入完整证件号码。以上信息仅供参考，如有疑问请与发证机关联系！</P></TD></TR></TABLE></TD></TR>
<TR><TD align=middle height=60 bgColor=#e4ecf6>主办单位：国家安全生产监督管理总局　京ICP备11031007号<BR>最佳浏览 1024×768</TD></TR></TBODY></TABLE></BODY></HTML>
