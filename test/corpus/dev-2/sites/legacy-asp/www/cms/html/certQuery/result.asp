<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- Mingjing practice range: not a real site -->
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>查询结果</title><style>td{font-size:12px}.datalist td{border:1px solid #8DB8DC;padding:6px}</style></head>
<body><table class="datalist" align="center" width="760" cellspacing="0"><tr bgcolor="#C8E0F4"><td>姓名</td><td>性别</td><td>作业类别</td><td>操作项目</td><td>初次发证日期</td><td>应复审日期</td><td>有效期结束时间</td></tr>
<tr><td colspan="7" align="center">没有查询到相关证件信息</td></tr></table><p align="center"><font size=2>以上信息仅供参考，如有疑问请与发证机关联系！<a href="javascript:history.back()">返回</a></font></p></body></html>
