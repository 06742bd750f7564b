/* kq 2.7.1 */
(function(w,d){
  var T=w.__T||{},C='23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  function v(f,n){var e=f.querySelector('[name="'+n+'"]');return e?String(e.value).replace(/\s/g,''):''}
  function box(){var b=d.getElementById('kq_r');if(!b){b=d.createElement('div');b.id='kq_r';b.className='kq-r';(d.querySelector('form[data-tid]')||d.body).parentNode.appendChild(b)}return b}
  function draw(r){
    var h='<table class="kq-t" width="100%" border="1" cellspacing="0" cellpadding="8">';
    for(var k in r){if(k==='n'||k==='p')continue;h+='<tr><th align="right" width="34%">'+(k==='x'?'\u59d3\u540d':k)+'</th><td>'+(r[k]||'')+'</td></tr>'}
    box().innerHTML=h+'</table>';
  }
  w.KQ={v:'2.7.1',
    go:function(f){
      var n=v(f,'n')||v(f,'cid'),x=v(f,'x')||v(f,'name'),y=v(f,'y');
      if(!n||!x){alert('\u8bf7\u5c06\u67e5\u8be2\u6761\u4ef6\u586b\u5199\u5b8c\u6574');return false}
      if(f.querySelector('[name="y"]')&&y.length<4){alert('\u9a8c\u8bc1\u7801\u9519\u8bef');return false}
      var t=f.getAttribute('data-tid')||T.tid;
      fetch((T.base||'')+'/data/'+t+'.json').then(function(r){return r.json()}).then(function(j){
        var a=(j.rows||[]).filter(function(r){return r.n===n&&r.x===x});
        if(a.length)draw(a[0]);else box().innerHTML='<p style="color:#c00;padding:12px">'+(T.none||'\u6ca1\u6709\u67e5\u8be2\u5230\u76f8\u5173\u8bc1\u4ef6\u4fe1\u606f')+'</p>';
      });
      return false},
    cap:function(c){var s='',i;for(i=0;i<4;i++)s+=C.charAt(Math.floor(Math.random()*C.length));var g=c.getContext('2d');g.fillStyle='#f1f5f9';g.fillRect(0,0,c.width,c.height);g.font='22px Arial';g.fillStyle='#345';g.fillText(s,12,26);c.title='';return s}
  };
  var cs=d.querySelectorAll('canvas.kq-c');for(var i=0;i<cs.length;i++){(function(c){KQ.cap(c);c.onclick=function(){KQ.cap(c)}})(cs[i])}
})(window,document);
