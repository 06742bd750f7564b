/* yz.js 1.4 */
var YZ={api:'/api/q.php',pre:'T',
 go:function(f){var n=f.idNum.value,x=f.userName.value;
  var r=new XMLHttpRequest();r.open('GET',YZ.api+'?n='+encodeURIComponent(n)+'&x='+encodeURIComponent(x),true);
  r.onload=function(){try{YZ.show(JSON.parse(r.responseText))}catch(e){alert('没有查询到相关证件信息')}};r.send();return false},
 show:function(d){var k=['姓名','作业类别','操作项目','初领日期','有效期开始日期','有效期结束日期','应复审日期','实际复审日期','签发机关'],h='<table class="q" border="1">';
  for(var i=0;i<k.length;i++)h+='<tr><td class="l">'+k[i]+'</td><td>'+(d[i]||'')+'</td></tr>';
  var b=document.getElementById('box')||document.getElementById('yzbox');if(b)b.innerHTML=h+'</table>'}};
