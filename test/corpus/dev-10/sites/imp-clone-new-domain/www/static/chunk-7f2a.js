var D={"T110101195501010037":["李样例","电工作业","低压电工作业","2025-04-12","2025-04-12","2031-04-11","2028-04-11","","样例省应急管理厅"],
"T320555198802305512":["王样本","焊接与热切割作业","熔化焊接与热切割作业","2024-09-03","2024-09-03","2030-09-02","2027-09-02","","样本市应急管理局"],
"T410555199113405571":["赵样张","高处作业","登高架设作业","2026-01-20","2026-01-20","2032-01-19","2029-01-19","","样张省应急管理厅"]};
var L=["姓名","作业类别","操作项目","初领日期","有效期开始日期","有效期结束日期","应复审日期","实际复审日期","签发机关"];
document.querySelector('form').addEventListener('submit',function(e){e.preventDefault();
 var k='T'+this.certNum.value.replace(/^T/i,'').toUpperCase(),n=this.stuName.value,r=D[k];
 document.getElementById('none').hidden=!!r&&r[0]==n;document.getElementById('res').hidden=!(r&&r[0]==n);
 if(r)document.getElementById('tb').innerHTML=L.map(function(l,i){return '<tr><th>'+l+'</th><td>'+r[i]+'</td></tr>'}).join('');});
