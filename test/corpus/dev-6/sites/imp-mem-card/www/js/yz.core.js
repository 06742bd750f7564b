/* yz.core 1.4 */
;(function(w,d){var Y={v:'1.4',g:function(k){var m=new RegExp('[?&]'+k+'=([^&#]*)').exec(location.search);return m?decodeURIComponent(m[1]):''},
el:function(i){return d.getElementById(i)},mask:function(s){return s.replace(/^(.{6}).*(.{4})$/,'$1********$2')},
ts:function(){var n=new Date();return n.getFullYear()+'-'+('0'+(n.getMonth()+1)).slice(-2)+'-'+('0'+n.getDate()).slice(-2)+' '+('0'+n.getHours()).slice(-2)+':'+('0'+n.getMinutes()).slice(-2)}};
w.YZ=Y;d.addEventListener('DOMContentLoaded',function(){var t=Y.el('cxsj');if(t)t.innerHTML=Y.ts();d.addEventListener('contextmenu',function(e){e.preventDefault()})})})(window,document);
