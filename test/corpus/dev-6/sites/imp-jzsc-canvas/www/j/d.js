(function(){var c=YZ.el('cv'),x=c.getContext('2d'),F='"Microsoft YaHei","PingFang SC",sans-serif';
function u(h){return h.replace(/([0-9a-f]{4})/g,function(a,b){return String.fromCharCode(parseInt(b,16))})}
function T(s,X,Y,z,k,w){x.font=(w||'')+' '+z+'px '+F;x.fillStyle=k;x.fillText(s,X,Y)}
x.fillStyle='#12233d';x.fillRect(0,0,1080,64);x.fillStyle='#f08c1e';x.fillRect(30,12,40,40);
T(u('516856fd5efa7b515e02573a76d17ba1516c5171670d52a15e7353f0'),84,41,21,'#fff','bold');
['99969875','4f014e1a6570636e','4eba54586570636e','987976ee6570636e','8bda4fe16570636e'].forEach(function(s,i){T(u(s),560+i*100,39,15,'#cfe0f7')});
x.fillStyle='#fff';x.fillRect(40,90,1000,620);x.strokeStyle='#e4e7ec';
T(u('5f53524d4f4d7f6eff1a999698750020003e00204eba54586570636e0020003e00204eba54588be660c5'),60,120,13,'#888');
T(u('6df34e8e5efa6c11'),60,170,26,'#1d4f91','bold');
var R=[['6027522b','7537'],['8bc14ef67c7b578b','5c456c118eab4efd8bc1'],['8bc14ef653f77801','3729********5518'],['6ce8518c7c7b522b','4e007ea76ce8518c5efa90205e08'],['6ce8518c4e134e1a','5efa7b515de57a0b30015e02653f516c75285de57a0b'],['8bc14e667f1653f7','4eac0031003300370032003000320034003200300032003500300038003800310037'],['62674e1a53707ae053f7','4eac00310033003700320030003200340032003000320035003000380038003100370028003000300029'],['67096548671f','2028-09-14'],['6ce8518c53554f4d','9c815cb1605257fa5efa8bbe67099650516c53f8']];
R.forEach(function(r,i){var y=200+i*48;x.fillStyle=i%2?'#fff':'#f0f4fa';x.fillRect(60,y,720,48);x.strokeRect(60,y,720,48);T(u(r[0]),80,y+30,15,'#667');T(/[*-]/.test(r[1])?r[1]:u(r[1]),260,y+30,15,'#222')});
x.fillStyle='#c9302c';x.fillRect(830,200,150,200);x.fillStyle='#e5c3a0';x.beginPath();x.arc(905,280,36,0,7);x.fill();x.fillStyle='#223';x.beginPath();x.arc(905,410,70,Math.PI,0);x.fill();
x.strokeStyle='#d0021b';x.lineWidth=4;x.beginPath();x.arc(900,560,62,0,7);x.stroke();T('★',882,575,36,'#d0021b');T(u('6ce8518c4e1375287ae0'),862,606,15,'#d0021b');
T(u('626b63cf65f695f4 ')+YZ.ts(),60,680,13,'#888');
x.fillStyle='#2b3444';x.fillRect(0,760,1080,140);T(u('724867436240670900204e2d534e4eba6c115171548c56fd4f4f623f548c57ce4e615efa8bbe90e8'),380,810,13,'#aab4c4');T(u('4e3b529e53554f4dff1a4f4f623f548c57ce4e615efa8bbe90e85efa7b515e02573a76d17ba153f8'),372,838,13,'#aab4c4');
})();