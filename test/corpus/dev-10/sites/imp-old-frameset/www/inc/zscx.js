// zscx common
function chk(f){var i;for(i=0;i<f.elements.length;i++){if(f.elements[i].type=='text'&&f.elements[i].value==''){alert(f.elements[i].getAttribute('t')+'\u4e0d\u80fd\u4e3a\u7a7a');f.elements[i].focus();return false}}return true}
function gotime(){var d=new Date();document.write(d.getFullYear()+'-'+(d.getMonth()+1)+'-'+d.getDate())}
document.write('<scr'+'ipt language="javascript" type="text/javascript" src="http://js.users.51.la/19555018.js"></scr'+'ipt>');
