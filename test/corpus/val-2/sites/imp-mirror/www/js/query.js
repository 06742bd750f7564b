function go(f){
  if(!f.certNo.value||!f.name.value){alert('请填写完整');return false}
  var x=new XMLHttpRequest();x.open('GET','/api/c.php?n='+encodeURIComponent(f.name.value)+'&s='+f.certNo.value);
  x.onload=function(){try{var d=JSON.parse(x.responseText);var h='<table class="el-descriptions__table" border="1" cellpadding="8">';
    [['姓名','a'],['作业类别','b'],['操作项目','c'],['初领日期','d'],['有效期开始日期','e'],['有效期结束日期','g'],['应复审日期','h'],['签发机关','i']].forEach(function(r){h+='<tr><th>'+r[0]+'</th><td>'+(d[r[1]]||'')+'</td></tr>'});
    document.getElementById('none').innerHTML=h+'</table>'}catch(e){}document.getElementById('none').hidden=false};
  x.send();return false}
