<HTML>
<!-- Mingjing practice range: not a real site -->
<HEAD><TITLE>查询结果</TITLE><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD><BODY><TABLE class=datalist align=center border=1 cellpadding=5 width=600><TR bgColor=#d5e5f7><TD colSpan=2 align=center>特种作业操作证查询结果</TD></TR><TR><TD>姓名</TD><TD>汪样田</TD></TR><TR><TD>性别</TD><TD>男</TD></TR><TR><TD>作业类别</TD><TD>焊接与热切割作业</TD></TR><TR><TD>操作项目</TD><TD>熔化焊接与热切割作业</TD></TR><TR><TD>初次发证日期</TD><TD>2023-08-09</TD></TR><TR><TD>应复审日期</TD><TD>2026-08-08</TD></TR><TR><TD>有效期结束时间</TD><TD>2029-08-08</TD></TR></TABLE></BODY></HTML>
